import type { Role } from '../../../shared/roles.ts'

/** One thing to find out about a lead: B, A, N or T, or one the org added. */
export type Criterion = {
  /** What evidence refers to; stays when the label is reworded. */
  readonly name: string
  readonly label: string
  /** The one letter it is known by. */
  readonly letter: string
  /** Whether a lead without it may not be converted. */
  readonly required: boolean
  readonly help: string
}

/** Who signs an agreement; it is in force once both did. */
export const sides = ['marketing', 'sales'] as const
export type Side = (typeof sides)[number]

/** The versioned definition of a qualified lead, signed by Marketing and by Sales. */
export type Agreement = {
  readonly id: number
  readonly version: number
  readonly leadDefinition: string
  readonly opportunityDefinition: string
  readonly criteria: readonly Criterion[]
  /** How soon a new lead is first spoken to. */
  readonly firstResponseHours: number
  /** Roles that convert. */
  readonly converters: readonly Role[]
  readonly signedByMarketingId: number | null
  readonly signedByMarketingAt: Date | null
  readonly signedBySalesId: number | null
  readonly signedBySalesAt: Date | null
  readonly inForceFrom: Date | null
  readonly inForceUntil: Date | null
  readonly createdAt: Date
  readonly createdById: number | null
}

export const agreementStates = ['draft', 'in_force', 'superseded'] as const
export type AgreementState = (typeof agreementStates)[number]

export function stateOfAgreement(agreement: Agreement): AgreementState {
  if (agreement.inForceFrom === null) return 'draft'
  return agreement.inForceUntil === null ? 'in_force' : 'superseded'
}

export const isInForce = (agreement: Agreement): boolean => stateOfAgreement(agreement) === 'in_force'

export const isSignedBy = (agreement: Agreement, side: Side): boolean =>
  (side === 'marketing' ? agreement.signedByMarketingAt : agreement.signedBySalesAt) !== null

/** Whose signature is still missing. */
export const unsignedSides = (agreement: Agreement): readonly Side[] =>
  sides.filter((side) => !isSignedBy(agreement, side))

/** A criterion by its name, in any letter case. */
export const criterionNamed = (agreement: Agreement, name: string): Criterion | undefined =>
  agreement.criteria.find((criterion) => criterion.name.toLowerCase() === name.trim().toLowerCase())

/** What everybody who reads the agreement should know about it, as sentences. */
export function cautionsOf(agreement: Agreement): readonly string[] {
  const cautions: string[] = []
  const missing = unsignedSides(agreement)
  if (missing.length > 0)
    cautions.push(
      `Not signed yet by ${missing.map(sideLabel).join(' and ')}. Until an agreement is signed, its criteria are a proposal that everybody works by.`,
    )
  if (agreement.converters.length > 0 && agreement.converters.every((role) => role === 'sales')) {
    cautions.push(
      'Only Sales converts here. When the team that qualifies does not convert, leads go over unvetted: this is the riskiest arrangement.',
    )
  }
  if (!agreement.criteria.some(({ required }) => required))
    cautions.push('No criterion is required, so every lead counts as qualified.')
  return cautions
}

export const sideLabel = (side: Side): string => (side === 'marketing' ? 'Marketing' : 'Sales')
