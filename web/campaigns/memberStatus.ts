import { useMemo } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { type ListQuery, useRecordList } from '../api/records.ts'
import { textOf } from '../ui/textOf.ts'

export const statusesOf = (campaignId: string): ListQuery => ({
  filter: { field: 'CampaignId', op: 'eq', value: campaignId },
  sort: 'SortOrder',
  fields: ['Label', 'SortOrder', 'IsDefault', 'HasResponded'],
})

/** The member statuses of a campaign in their order. */
export function useMemberStatuses(campaignId: string): readonly RecordRow[] {
  const found = useRecordList('CampaignMemberStatus', statusesOf(campaignId))
  return found.pages?.flatMap((page) => page.records) ?? []
}

/** The labels of the lists of campaigns, by campaign. */
export function useLabelsOf(campaignIds: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = useRecordList(
    'CampaignMemberStatus',
    {
      filter: { field: 'CampaignId', op: 'in', value: [...new Set(campaignIds)].toSorted() },
      sort: 'SortOrder',
      fields: ['Label', 'CampaignId', 'SortOrder'],
    },
    200,
  )
  return useMemo(() => {
    const rows = found.pages?.flatMap((page) => page.records) ?? []
    const lists = Map.groupBy(rows, (row) => textOf(row['CampaignId']))
    return new Map([...lists].map(([id, list]) => [id, list.map((row) => textOf(row['Label']))]))
  }, [found.pages])
}
