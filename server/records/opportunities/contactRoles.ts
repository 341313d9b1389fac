import { announce } from '../../platform/events.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { defineObject, type ObjectDefinition } from '../../ground/objects/definition.ts'
import type { ChangeDraft, Door, SaveOptions } from '../../ground/objects/door.ts'
import { valueOf, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, createRecords, savedIds } from '../../ground/objects/objects.ts'
import { removeForGood } from '../../ground/objects/removal.ts'
import { workedOut } from '../../ground/objects/toolFields.ts'
import type { RowsAlong } from '../../ground/objects/along.ts'
import { recordsAlong, type Saved } from '../../ground/objects/save.ts'
import { liesInBin } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { demotePrimaries } from './contactRoles.sql.ts'

const roles = [
  'Decision Maker',
  'Economic Buyer',
  'Economic Decision Maker',
  'Executive Sponsor',
  'Evaluator',
  'Influencer',
  'Business User',
  'Technical Buyer',
  'Other',
].map((value) => ({ value, label: value }))

const teach = (fieldName: string, pointedAt?: string): Refusal | undefined =>
  pointedAt === 'Lead'
    ? new Refusal(
        'opportunity_on_a_lead',
        'Only a contact has a role in an opportunity, and a lead is an unqualified prospect. Vet the lead (budget, authority, need, timeline), then convert it: the contact it becomes has the role.',
        {
          field: fieldName,
          rule: 'A lead never gets a proposal, a quote, sales history or an opportunity.',
          way: { label: 'Convert lead', action: 'convert' },
        },
      )
    : undefined

export const OpportunityContactRole: ObjectDefinition = defineObject({
  name: 'OpportunityContactRole',
  label: 'Contact role',
  labelPlural: 'Contact roles',
  path: 'opportunity-contact-roles',
  table: 'opportunity_contact_role',
  nameField: 'Role',
  hasOwner: false,
  hasRecycleBin: false,
  reachedThrough: ['OpportunityId', 'ContactId'],
  binnedWith: 'OpportunityId',
  fields: [
    {
      name: 'OpportunityId',
      label: 'Opportunity',
      type: 'reference',
      referenceTo: ['Opportunity'],
      relationshipName: 'Opportunity',
      required: true,
      createOnly: true,
    },
    {
      name: 'ContactId',
      label: 'Contact',
      type: 'reference',
      referenceTo: ['Contact'],
      relationshipName: 'Contact',
      required: true,
    },
    { name: 'Role', type: 'picklist', picklist: roles, length: 40 },
    { name: 'IsPrimary', label: 'Primary', type: 'boolean', defaultValue: false },
    workedOut('IsDeleted', 'boolean', (alias) => liesInBin(OpportunityContactRole, alias), { neverNull: true }),
  ],
  meaning: 'What a contact is to an opportunity: who decides, who influences, who is the first person involved.',
  teach,
})

export type ContactRole = {
  readonly opportunityId: number
  readonly contactId: number
  readonly isPrimary: boolean
  readonly role?: string
}

/** The primary contacts of opportunities that were made a moment ago, for the statement that remembers how those stand. */
export async function firstRoles(
  tx: Tx,
  actor: Actor,
  wanted: readonly Pick<ContactRole, 'opportunityId' | 'contactId'>[],
): Promise<RowsAlong | undefined> {
  if (wanted.length === 0) return undefined
  const rows = wanted.map(({ opportunityId, contactId }) => ({
    values: { OpportunityId: opportunityId, ContactId: contactId, IsPrimary: true },
  }))
  const { ids, along } = await recordsAlong(tx, actor, await definitionOf(tx, 'OpportunityContactRole'), rows)
  announceRoles(tx, actor, ids)
  return along
}

/** Gives contacts a role in opportunities. */
export async function addContactRoles(tx: Tx, actor: Actor, wanted: readonly ContactRole[]): Promise<number[]> {
  if (wanted.length === 0) return []
  const saved = await createContactRoles(
    tx,
    actor,
    wanted.map(({ opportunityId, contactId, isPrimary, role }) => ({
      OpportunityId: opportunityId,
      ContactId: contactId,
      IsPrimary: isPrimary,
      Role: role ?? null,
    })),
    { readBack: false },
  )
  const refused = saved.find(({ refusal }) => refusal !== undefined)
  if (refused?.refusal !== undefined) throw refused.refusal
  return savedIds(saved)
}

/** An opportunity has one primary contact: a new one takes the place of the old. */
export async function createContactRoles(
  tx: Tx,
  actor: Actor,
  drafts: readonly Draft[],
  options: SaveOptions = {},
): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'OpportunityContactRole')
  const seen = new Set<unknown>()
  const primaries: number[] = []
  const saved = await createRecords(
    tx,
    actor,
    definition,
    drafts,
    (values) => {
      if (values.IsPrimary === true && seen.has(values.OpportunityId)) return twoPrimaries()
      if (values.IsPrimary === true && typeof values.OpportunityId === 'number') {
        seen.add(values.OpportunityId)
        primaries.push(values.OpportunityId)
      }
      return { values }
    },
    {
      known: options.known,
      readBack: options.readBack,
      ahead: () => demotePrimaries(tx, actor, primaries, []),
    },
  )
  announceRoles(tx, actor, savedIds(saved))
  return saved
}

const announceRoles = (tx: Tx, actor: Actor, ids: readonly number[]): void =>
  announce(tx, { type: 'opportunity.contact_role_added', recordIds: ids, actorId: actor.userId })

async function updateContactRoles(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  const definition = await definitionOf(tx, 'OpportunityContactRole')
  const raised = changes.filter(({ draft }) => valueOf(definition, draft, 'IsPrimary') === true).map(({ id }) => id)
  await demotePrimaries(tx, actor, [], raised)
  return changeRecords(tx, actor, definition, changes, (_, values) => ({ values }))
}

async function removeContactRoles(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  return removeForGood(tx, actor, OpportunityContactRole, ids)
}

export const contactRoleDoor: Door = {
  definition: OpportunityContactRole,
  create: createContactRoles,
  update: updateContactRoles,
  remove: removeContactRoles,
}

const twoPrimaries = (): Refusal =>
  new Refusal(
    'two_primary_contacts',
    'An opportunity has one primary contact, and this list names two for the same opportunity.',
    { field: 'IsPrimary', rule: 'One primary contact an opportunity.' },
  )
