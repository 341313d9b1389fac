import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { keys } from '../api/queries.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { exactDate } from '../ui/dates.ts'
import { RecordLink } from '../ui/Link.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { PlainTable } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import related from '../ui/RelatedList.module.css'

type Stood = Readonly<{
  PersonId: string
  LeadOrContactId: string | null
  Name: string | null
  status: string
  since: string
  by: Readonly<{ Name: string | null }> | null
  source: string | null
}>

/** Who stood where when a day was over, those who left the campaign since among them. */
export function MembersThen({
  campaign,
  day,
  status,
  onToday,
}: Readonly<{ campaign: RecordRow; day: string; status: string; onToday: () => void }>) {
  const query = { asAt: day, ...(status === '' ? {} : { status }) }
  const found = useInfiniteQuery({
    queryKey: keys.about('Campaign', campaign.Id, 'members', query),
    queryFn: ({ pageParam, signal }) =>
      api.get<{ members: readonly Stood[]; next: string | null }>(`/campaigns/${campaign.Id}/members`, {
        signal,
        query: { ...query, after: pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = found.data?.pages.flatMap((page) => page.members) ?? []
  return (
    <Panel
      title={`Members at the end of ${exactDate(day)}${status === '' ? '' : `, ${status}`}`}
      actions={
        <Button size="compact-md" variant="default" onClick={onToday}>
          Back to today
        </Button>
      }
    >
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && <p className={related['empty']}>Nobody was in the campaign that day.</p>}
      {rows.length > 0 && (
        <PlainTable
          label="Members then"
          rows={rows}
          keyOf={(row) => row.PersonId}
          columns={[
            {
              head: 'Member',
              render: ({ LeadOrContactId: id, Name: name }) =>
                id === null ? 'Somebody you may not see' : <RecordLink id={id} name={name} />,
            },
            { head: 'Status then', width: '200px', render: (row) => row.status },
            { head: 'Since', width: '120px', align: 'end', render: (row) => <RelativeDate value={row.since} /> },
            {
              head: 'Set by',
              width: '200px',
              render: ({ by, source }) => [by?.Name ?? 'Assay', source].filter(Boolean).join(' · '),
            },
          ]}
        />
      )}
      <MoreButton of={found} small>
        Show more members
      </MoreButton>
    </Panel>
  )
}
