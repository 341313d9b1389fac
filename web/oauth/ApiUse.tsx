import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { SetupPage } from '../setup/SetupPage.tsx'
import { useAnswer } from '../setup/setupApi.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { useReasonAgainstSection } from '../setup/sections.ts'
import classes from './ConnectedApp.module.css'

type Sum = Readonly<{
  userId: string | null
  userName: string | null
  appId: string | null
  appName: string | null
  family: string
  calls: number
  errors: number
  bytes: number
  milliseconds: number
}>

const periods = { '1': 'Last 24 hours', '7': 'Last 7 days', '30': 'Last 30 days' } as const
type Period = keyof typeof periods

/** What programs asked for: who, by which program, how often, how long it took, and what was refused. */
export function ApiUse() {
  const reason = useReasonAgainstSection('api-use')
  const [days, setDays] = useState<Period>('1')
  const found = useAnswer<{ sums: readonly Sum[] }>('/api-use/sums', { days }, reason === undefined)
  const sums = found.data?.sums ?? []
  const calls = sums.reduce((sum, one) => sum + one.calls, 0)
  const errors = sums.reduce((sum, one) => sum + one.errors, 0)
  return (
    <SetupPage section="api-use" reason={reason}>
      {reason === undefined && (
        <div className={classes['controls']}>
          <SegmentedControl
            aria-label="Period"
            size="xs"
            value={days}
            onChange={(next) => setDays(next)}
            data={(Object.keys(periods) as Period[]).map((value) => ({ value, label: periods[value] }))}
          />
          <p className={classes['figure']}>
            {found.isSuccess &&
              calls > 0 &&
              `${formatNumber(calls)} calls in the ${periods[days].toLowerCase()}, ${formatNumber(errors)} refused`}
          </p>
        </div>
      )}
      {found.isPending && reason === undefined && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && sums.length === 0 && (
        <EmptyState
          title={`No calls in the ${periods[days].toLowerCase()}`}
          example="‘Data loader, Ada Okafor, REST query: 1,204 calls, 3 refused, 18 ms each.’"
        >
          Every call a program makes with a token is counted here by the hour. What people do in the browser is not.
        </EmptyState>
      )}
      {sums.length > 0 && (
        <PlainTable
          label="API use"
          rows={sums}
          keyOf={(one) => `${one.userId} ${one.appId} ${one.family}`}
          columns={[
            {
              head: 'Program',
              render: (one) => (
                <TwoLines first={one.appName ?? 'Without a connected app'} second={one.userName ?? undefined} />
              ),
            },
            { head: 'Kind', width: '150px', render: (one) => one.family },
            { head: 'Calls', width: '90px', align: 'end', render: (one) => formatNumber(one.calls) },
            { head: 'Refused', width: '90px', align: 'end', render: (one) => formatNumber(one.errors) },
            {
              head: 'ms each',
              width: '90px',
              align: 'end',
              render: (one) => formatNumber(Math.round(one.milliseconds / Math.max(1, one.calls))),
            },
            {
              head: 'KB sent',
              width: '100px',
              align: 'end',
              render: (one) => formatNumber(Math.round(one.bytes / 1024)),
            },
          ]}
        />
      )}
    </SetupPage>
  )
}
