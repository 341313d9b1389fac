import type { FieldValue } from '../../ground/objects/definition.ts'
import type { MemberRow } from '../../records/campaigns/joinedMembers.ts'

/** One lead to convert, in the words of the field's tools. Ids are numbers here; the edges read the 18-character form. */
export type ConversionRequest = {
  readonly leadId: number
  /** A status of the state converted; the org's own when left out. */
  readonly convertedStatus?: string
  /** Convert into this account; a new one when left out. */
  readonly accountId?: number
  /** Convert into this contact, which belongs to that account; a new one when left out. */
  readonly contactId?: number
  /** Attach to this open opportunity of that account. */
  readonly opportunityId?: number
  /** Name of the new opportunity; the company when left out. */
  readonly opportunityName?: string
  readonly doNotCreateOpportunity?: boolean
  /** Owner of what is newly made; the lead's owner when left out, and never a queue. */
  readonly ownerId?: number
  /** Replace the existing contact's LeadSource by the lead's. */
  readonly overwriteLeadSource?: boolean
  readonly sendNotificationEmail?: boolean
  /** Why it is converted though the agreement's criteria are not met, by someone who may. */
  readonly overrideReason?: string
  /** Of the new opportunity, in the org's currency. */
  readonly amount?: number
  /** `Not known at conversion` when neither it nor an amount is given. */
  readonly noAmountReason?: string
  /** The new opportunity counts in no forecast until it moves on from its first stage. */
  readonly keepOutOfForecast?: boolean
  /** `YYYY-MM-DD`; the end of the current quarter when left out. */
  readonly closeDate?: string
}

/** What a lead became. */
export type Converted = {
  readonly leadId: number
  readonly conversionId: number
  readonly accountId: number
  readonly contactId: number
  readonly opportunityId: number | null
  readonly createdAccount: boolean
  readonly createdContact: boolean
  readonly createdOpportunity: boolean
  readonly criteriaMet: boolean
}

/** A field of a stored record that conversion wrote, so that undoing it is exact. */
export type Written = {
  readonly id: number
  readonly field: string
  readonly before: FieldValue
  readonly after: FieldValue
}

/** Rows that pointed to the lead's person and now point to the contact's. */
export type MovedPointers = {
  readonly table: string
  readonly column: string
  readonly textKey?: string
  readonly ids: readonly (number | string)[]
}

/** What a conversion did beyond making records. */
export type Journal = {
  /** The lead's own fields as they were. */
  readonly lead: Readonly<Record<string, FieldValue>>
  /** Blanks of existing records that were filled. */
  readonly filled: readonly Written[]
  /** Activities and memberships that came to the contact. */
  readonly attached: readonly Written[]
  /** Set when the lead's person became the existing contact's. */
  readonly joined: {
    readonly from: number
    readonly to: number
    readonly pointers: readonly MovedPointers[]
    readonly keptMembers: readonly MemberRow[]
    readonly removedMembers: readonly MemberRow[]
  } | null
  /** The role the contact got in an opportunity that was there before. */
  readonly roleId: number | null
}

export type Conversion = Converted & {
  readonly agreementVersion: number | null
  readonly overrideReason: string | null
  readonly journal: Journal
  /** Version of each record made, by its id, when the conversion was done. */
  readonly versions: Readonly<Record<string, number>>
  readonly convertedAt: Date
  readonly convertedById: number
}

export const MOST_AT_ONCE = 100

/** Why an opportunity made by conversion has no amount, unless somebody says one. */
export const NO_AMOUNT = 'Not known at conversion'
