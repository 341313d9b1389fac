import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useAnswer, useCall } from '../setup/setupApi.ts'
import { NewerOlder, useTurning } from '../ui/NewerOlder.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { type Deliveries, type Delivery, type DeliveryState, HOOKS, looks, type WebhookRow } from './webhook.ts'
import classes from './Webhook.module.css'

/** What a hook was told and what its receiver said; what was given up can be sent again, one by one or all. */
export function HookDeliveries({ hook }: { hook: WebhookRow }) {
  const path = `${HOOKS}/${hook.Id}/deliveries`
  const [state, setState] = useState<DeliveryState | ''>('')
  const turning = useTurning()
  const found = useAnswer<Deliveries>(path, { state, after: turning.after })
  const replay = useCall(
    (deliveries?: readonly string[]) =>
      api.post<{ replayed: number }>(`${HOOKS}/${hook.Id}/replay`, deliveries === undefined ? {} : { deliveries }),
    path,
    `${HOOKS}/${hook.Id}`,
    HOOKS,
  )
  const again = (deliveries?: readonly string[]) =>
    replay.mutate(deliveries, {
      onSuccess: ({ replayed }) => toast(sentAgain(replayed)),
      onError: toastError,
    })
  const deliveries = found.data?.deliveries ?? []
  return (
    <section aria-label="Deliveries" className={classes['part']}>
      <div className={classes['head']}>
        <h2 className={classes['heading']}>Deliveries</h2>
        {hook.dead > 0 && (
          <Button variant="default" loading={replay.isPending} onClick={() => again()}>
            Send all {hook.dead} given up again
          </Button>
        )}
      </div>
      <SegmentedControl
        aria-label="Which deliveries"
        size="xs"
        style={{ justifySelf: 'start' }}
        value={state}
        onChange={(next) => {
          setState(next)
          turning.toFirst()
        }}
        data={[
          { value: '', label: 'All' },
          { value: 'waiting', label: 'Waiting' },
          { value: 'delivered', label: 'Delivered' },
          { value: 'dead', label: 'Given up' },
        ]}
      />
      {found.isPending && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && deliveries.length === 0 && (
        <p className={classes['faint']}>Nothing here. What is delivered stays for 7 days, what was given up for 30.</p>
      )}
      {deliveries.length > 0 && (
        <PlainTable
          label="Deliveries"
          rows={deliveries}
          keyOf={(one) => one.Id}
          columns={[
            { head: 'Event', render: (one) => <TwoLines first={one.eventType} second={one.eventId} /> },
            {
              head: 'State',
              width: '260px',
              render: (one) => <TwoLines first={<StateMark {...looks[one.state]} />} second={lastWords(one)} />,
            },
            { head: 'Tries', width: '70px', align: 'end', render: (one) => one.attempts },
            { head: 'Happened', width: '120px', render: (one) => <RelativeDate value={one.happenedAt} /> },
            {
              head: 'Send again',
              acts: true,
              width: '110px',
              render: (one) =>
                one.state === 'waiting' && one.status === null && one.problem === null ? null : (
                  <Button size="compact-sm" variant="default" onClick={() => again([one.Id])}>
                    {one.state === 'waiting' ? 'Send now' : 'Send again'}
                  </Button>
                ),
            },
          ]}
        />
      )}
      <NewerOlder of={turning} next={found.data?.next} />
    </section>
  )
}

const sentAgain = (count: number): string =>
  count === 0 ? 'It is on its way already.' : count === 1 ? 'It is sent again.' : `${count} are sent again.`

/** What the receiver said last. */
function lastWords({ status, problem, answer, tookMs }: Delivery): string | null {
  if (problem !== null) return answer === null || answer === '' ? problem : `${problem} ${answer.slice(0, 200)}`
  return status === null ? null : `${status}, ${tookMs} ms`
}
