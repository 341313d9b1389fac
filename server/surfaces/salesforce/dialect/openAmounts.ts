import type { Door } from '../../../ground/objects/door.ts'
import type { Draft } from '../../../ground/objects/drafts.ts'

// A deal has an amount or says why it has none. Tools made for Salesforce know no such reason, and many make a deal before
// anybody can tell its worth: of theirs it is said that the amount is not known yet.

const REASON = 'NoAmountReason'
const NOT_KNOWN_YET = 'Not known yet'

/** The door of opportunities that takes a deal of a tool without an amount (decision 51). */
export const openAmountDoor = (opportunities: Door): Door => ({
  ...opportunities,
  create: (tx, actor, drafts, options) =>
    opportunities.create(
      tx,
      actor,
      drafts.map((draft) => (says(draft, 'Amount') ? draft : withReason(draft))),
      options,
    ),
  update: (tx, actor, changes, options) =>
    opportunities.update(
      tx,
      actor,
      changes.map((change) => (takesAway(change.draft) ? { ...change, draft: withReason(change.draft) } : change)),
      options,
    ),
})

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === ''

const valuesOf = (draft: Draft, field: string): readonly unknown[] =>
  Object.entries(draft).flatMap(([name, value]) => (name.toLowerCase() === field.toLowerCase() ? [value] : []))

const says = (draft: Draft, field: string): boolean => valuesOf(draft, field).some((value) => !isNothing(value))

const takesAway = (draft: Draft): boolean => {
  const amounts = valuesOf(draft, 'Amount')
  return amounts.length > 0 && amounts.every(isNothing)
}

const withReason = (draft: Draft): Draft => (says(draft, REASON) ? draft : { ...draft, [REASON]: NOT_KNOWN_YET })
