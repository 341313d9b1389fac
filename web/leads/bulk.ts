import type { RecordRow } from '../api/recordRow.ts'
import type { Saved } from '../api/records.ts'
import { nameOf } from '../ui/fields.ts'

/** What became of one row of a bulk change, for the table of results. */
export type RowResult = Readonly<{ id: string; name: string; refusal: string | undefined }>

/** The answers beside the rows they are about; both come in the same order. */
export const resultsOf = (leads: readonly RecordRow[], saved: readonly Saved[]): readonly RowResult[] =>
  leads.map((lead, at) => ({
    id: lead.Id,
    name: nameOf(lead),
    refusal:
      saved[at]?.success === true
        ? undefined
        : (saved[at]?.errors[0]?.message ?? 'The server gave no answer for this lead.'),
  }))

export const nounOf = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'lead' : 'leads'}`
