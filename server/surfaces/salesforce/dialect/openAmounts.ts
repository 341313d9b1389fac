import type { Door } from '../../../ground/objects/door.ts'
import { valueOf, type Draft } from '../../../ground/objects/drafts.ts'

// A deal has an amount or says why it has none. Tools made for Salesforce know no such reason, and many make a deal before
// anybody can tell its worth: of theirs it is said that the amount is not known yet.

const REASON = 'NoAmountReason'
const NOT_KNOWN_YET = 'Not known yet'

/** The door of opportunities that takes a deal of a tool without an amount (decision 51). */
export const openAmountDoor = (opportunities: Door): Door => {
  const said = (draft: Draft, field: string) => valueOf(opportunities.definition, draft, field)
  const withReason = (draft: Draft): Draft => (said(draft, REASON) ? draft : { ...draft, [REASON]: NOT_KNOWN_YET })
  return {
    ...opportunities,
    create: (tx, actor, drafts, options) =>
      opportunities.create(
        tx,
        actor,
        drafts.map((draft) => (typeof said(draft, 'Amount') === 'number' ? draft : withReason(draft))),
        options,
      ),
    update: (tx, actor, changes, options) =>
      opportunities.update(
        tx,
        actor,
        // What a change does not speak of is undefined, and stays.
        changes.map((one) => (said(one.draft, 'Amount') === null ? { ...one, draft: withReason(one.draft) } : one)),
        options,
      ),
  }
}
