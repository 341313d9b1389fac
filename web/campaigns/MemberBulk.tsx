import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { Filter } from '../api/filter.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useCount } from '../api/records.ts'
import { BulkBar } from '../ui/BulkBar.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import type { Selection } from '../ui/useSelection.ts'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { membersOf, saidOf, useMoveMany, useRemoveMany, type Choice } from './campaignApi.ts'

/** A status members can be moved to; of several campaigns it may not be in every list. */
export type Label = Readonly<{ status: string; isEverywhere: boolean }>

/** What can be done with chosen members, or with all the list holds, at once. */
export function MemberBulk({
  campaign,
  selection,
  labels,
  list,
  below,
  total,
}: Readonly<{
  campaign: RecordRow
  selection: Selection
  labels: readonly Label[]
  /** What the list shows: its conditions, those beside the campaign alone, and the words looked for. */
  list: Readonly<{ whole: Filter; filter: Filter | undefined; q: string | undefined }>
  /** Whether it is of the campaigns below as well. */
  below: boolean
  /** How many the list holds, where that is known already. */
  total: number | undefined
}>) {
  const shape = useObject('CampaignMember')
  const [all, setAll] = useState(false)
  const [asking, setAsking] = useState(false)
  const move = useMoveMany()
  const remove = useRemoveMany()
  const { whole, filter, q } = list
  const counted = useCount('CampaignMember', { filter: whole, q })
  const held = total ?? counted.data?.count
  const isMore = total === undefined && counted.data?.atLeast === true
  const of: Choice = {
    ...(all ? { filter: filter ?? { and: [] }, ...(q === undefined ? {} : { q }) } : { ids: [...selection.ids] }),
    ...(below ? { below } : {}),
  }
  const count = all ? (held ?? selection.ids.size) : selection.ids.size
  const finish = () => {
    setAll(false)
    selection.clear()
  }
  const moveTo = (status: string) =>
    move.mutate(
      { campaignId: campaign.Id, of: below ? { ...of, whereListed: true } : of, status },
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
      <BulkBar
        count={count}
        noun={all && isMore ? 'or more members' : count === 1 ? 'member' : 'members'}
        onClear={finish}
      >
        {!all && held !== undefined && held > selection.ids.size && (
          <Button variant="subtle" size="compact-md" onClick={() => setAll(true)}>
            {isMore ? 'Choose all in this list' : `Choose all ${held.toLocaleString('en')}`}
          </Button>
        )}
        <Menu position="top-start" withinPortal disabled={may !== undefined}>
          <Menu.Target>
            <ReasonedButton variant="default" size="compact-md" reason={may} loading={move.isPending}>
              Move to status
            </ReasonedButton>
          </Menu.Target>
          <Menu.Dropdown>
            {labels.length === 0 && <Menu.Label>Nobody is in these campaigns yet.</Menu.Label>}
            {labels.map(({ status, isEverywhere }) => (
              <Menu.Item
                key={status}
                onClick={() => moveTo(status)}
                rightSection={isEverywhere ? undefined : <Menu.Label p={0}>where it is listed</Menu.Label>}
              >
                {status}
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
        title={`Take ${membersOf(count)} out of ${below ? 'these campaigns' : 'the campaign'}?`}
        consequences={[
          `${membersOf(count)} ${count === 1 ? 'leaves' : 'leave'} ${below ? 'their campaigns, and their numbers' : 'the campaign, and its numbers'} with them.`,
          'Where they stood until today stays in the history.',
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
