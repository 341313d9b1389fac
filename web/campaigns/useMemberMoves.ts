import { useDeleteRecord } from '../api/keptLists.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSaveRecord } from '../api/records.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { along } from '../ui/related.tsx'
import { textOf } from '../ui/textOf.ts'
import { useRefreshMembers } from './campaignApi.ts'

/** Who a member is. */
export const memberName = (row: RecordRow): string =>
  along(row, 'LeadOrContact')?.Name ?? [row['FirstName'], row['LastName']].filter(Boolean).map(textOf).join(' ')

/** Moves one member to a status, or takes them out; both say so, and a move can be taken back. */
export function useMemberMoves() {
  const save = useSaveRecord('CampaignMember')
  const remove = useDeleteRecord('CampaignMember')
  const refresh = useRefreshMembers()
  const put = (id: string, Status: unknown, onSuccess?: () => void) =>
    save.mutate({ id, values: { Status } }, { onSuccess, onError: toastError, onSettled: refresh })
  return {
    move: (row: RecordRow, status: string) => {
      const before = row['Status']
      if (before === status) return
      put(row.Id, status, () => {
        toast(`${memberName(row)} is now ${status}.`, () => put(row.Id, before))
      })
    },
    takeOut: (row: RecordRow) =>
      remove.mutate(row.Id, {
        onSuccess: () => toast(`${memberName(row)} is out of the campaign.`),
        onError: toastError,
        onSettled: refresh,
      }),
    isMoving: save.isPending,
  }
}
