import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'

export type Stage = Readonly<{ name: string; label: string; probability: number; isClosed: boolean; isWon: boolean }>

/** The stages in use, in their order. */
export function useStages(): readonly Stage[] {
  const found = useRecordList('OpportunityStage', {
    filter: { field: 'IsActive', op: 'eq', value: true },
    sort: 'SortOrder',
    fields: ['ApiName', 'MasterLabel', 'DefaultProbability', 'IsClosed', 'IsWon'],
  })
  return found.pages?.flatMap((page) => page.records.map(stageOf)) ?? []
}

const stageOf = (row: RecordRow): Stage => ({
  name: String(row['ApiName']),
  label: String(row['MasterLabel']),
  probability: Number(row['DefaultProbability'] ?? 0),
  isClosed: row['IsClosed'] === true,
  isWon: row['IsWon'] === true,
})
