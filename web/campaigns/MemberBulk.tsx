import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { Filter } from '../api/filter.ts'
import type { RecordRow } from '../api/records.ts'
import { BulkBar } from '../ui/BulkBar.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import type { Selection } from '../ui/useSelection.ts'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { membersOf, saidOf, useMoveMany, useRemoveMany, type Choice } from './campaignApi.ts'

/** What can be done with chosen members, or with all the list holds, at once. */
export function MemberBulk({
  campaign,
  selection,
  labels,
  filter,
  hasAll,
  total,
}: Readonly<{
  campaign: RecordRow
  selection: Selection
  labels: readonly string[]
  /** The conditions of the list beside the campaign. */
  filter: Filter | undefined
  /** Whether the filter says all of the list: words looked for are not part of it. */
  hasAll: boolean
  /** How many the list holds, where that is known. */
  total: number | undefined
}>) {
  const shape = useObject('CampaignMember')
  const [all, setAll] = useState(false)
  const [asking, setAsking] = useState(false)
  const move = useMoveMany()
  const remove = useRemoveMany()
  const of: Choice = all ? { filter: filter ?? { and: [] } } : { ids: [...selection.ids] }
  const count = all ? (total ?? selection.ids.size) : selection.ids.size
  const finish = () => {
    setAll(false)
    selection.clear()
  }
  const moveTo = (status: string) =>
    move.mutate(
      { campaignId: campaign.Id, of, status },
      {
        onSuccess: (carried) => {
          toast(saidOf(carried, `moved to ${status}`))
          finish()
        },
        onError: toastError,
      },
    )
  const may = shape.may.edit ? undefined : 'Your role may read campaign members, but not move them.'
  const mayRemove = shape.may.delete ? undefined : 'Your role may not take members out.'
  return (
    <>
      <BulkBar count={count} noun={count === 1 ? 'member' : 'members'} onClear={finish}>
        {hasAll && !all && (total === undefined || total > selection.ids.size) && (
          <Button variant="subtle" size="compact-md" onClick={() => setAll(true)}>
            {total === undefined ? 'Choose all in this list' : `Choose all ${total.toLocaleString('en')}`}
          </Button>
        )}
        <Menu position="top-start" withinPortal disabled={may !== undefined}>
          <Menu.Target>
            <ReasonedButton variant="default" size="compact-md" reason={may} loading={move.isPending}>
              Move to status
            </ReasonedButton>
          </Menu.Target>
          <Menu.Dropdown>
            {labels.map((label) => (
              <Menu.Item key={label} onClick={() => moveTo(label)}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <ReasonedButton variant="default" size="compact-md" reason={mayRemove} onClick={() => setAsking(true)}>
          Take out
        </ReasonedButton>
      </BulkBar>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Take ${membersOf(count)} out of the campaign?`}
        consequences={[
          `${membersOf(count)} leave the campaign, and its numbers with them.`,
          'Where they stood until today stays in the history of the campaign.',
        ]}
        verb={`Take ${membersOf(count)} out`}
        onConfirm={async () => {
          const carried = await remove.mutateAsync({ campaignId: campaign.Id, of })
          toast(saidOf(carried, 'taken out'))
          finish()
        }}
      />
    </>
  )
}
