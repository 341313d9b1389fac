import type { Tx } from '../../platform/tx.ts'
import { carryVerdicts, takeVerdictsBack } from './verdicts.sql.ts'

interface Become {
  readonly leadId: number
  readonly contactId: number
}

const heirsOf = (become: readonly Become[]) => become.map(({ leadId, contactId }) => ({ from: leadId, to: contactId }))

/** Whoever is not the same as a lead is not the same as the contact it becomes: what somebody decided is not asked again. */
export const bringVerdicts = (tx: Tx, become: readonly Become[]): Promise<number> => carryVerdicts(tx, heirsOf(become))

/** Takes back what contacts have from leads that are leads again; what was decided about the contacts themselves stays. */
export const partVerdicts = (tx: Tx, become: readonly Become[]): Promise<number> =>
  takeVerdictsBack(tx, heirsOf(become))
