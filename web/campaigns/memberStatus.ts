import { type RecordRow, useRecordList } from '../api/records.ts'

/** The member statuses of a campaign in their order. */
export function useMemberStatuses(campaignId: string): readonly RecordRow[] {
  const found = useRecordList('CampaignMemberStatus', {
    filter: { field: 'CampaignId', op: 'eq', value: campaignId },
    sort: 'SortOrder',
    fields: ['Label', 'SortOrder', 'IsDefault', 'HasResponded'],
  })
  return found.pages?.flatMap((page) => page.records) ?? []
}
