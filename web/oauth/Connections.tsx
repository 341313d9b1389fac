import { Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useAnswer, useCall } from '../setup/setupApi.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { APPS, type ConnectedAppRow, type Flow, flowWords } from './connectedApp.ts'
import classes from './ConnectedApp.module.css'

type Connection = Readonly<{
  id: string
  appName: string | null
  userName: string
  flow: Flow
  address: string | null
  createdAt: string
  lastUsedAt: string
}>
type Answer = Readonly<{ connections: readonly Connection[]; next: string | null }>

/** For whom an app is connected; an administrator ends one or all. */
export function AppConnections({ app }: { app: ConnectedAppRow }) {
  const path = `${APPS}/${app.Id}/connections`
  const found = useAnswer<Answer>(path)
  const [ending, setEnding] = useState(false)
  const endAll = useCall(() => api.delete<{ ended: number }>(path), path, APPS, `${APPS}/${app.Id}`)
  const connections = found.data?.connections ?? []
  const count = typeof found.data?.next === 'string' ? `${connections.length} and more` : String(connections.length)
  return (
    <section aria-label="Connected for" className={classes['part']}>
      <div className={classes['head']}>
        <h2 className={classes['heading']}>Connected for</h2>
        {connections.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => setEnding(true)}>
            End all connections
          </Button>
        )}
      </div>
      {found.isPending && <GridSkeleton rows={2} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && connections.length === 0 && (
        <p className={classes['faint']}>Nobody yet. Each sign-in by this app stands here until it ends.</p>
      )}
      {connections.length > 0 && (
        <ConnectionTable connections={connections} stale={path} first={(one) => one.userName} />
      )}
      <Confirm
        opened={ending}
        onClose={() => setEnding(false)}
        title={`End all connections of ${app.name}?`}
        consequences={[`${count} connections end at once.`, 'Users are asked again when the app next signs in.']}
        verb="End all connections"
        onConfirm={async () => {
          const { ended } = await endAll.mutateAsync()
          toast(ended === 1 ? 'Ended 1 connection.' : `Ended ${ended} connections.`)
        }}
      />
    </section>
  )
}

/** Programs a person let in themselves; nothing is shown while there are none. */
export function OwnConnections() {
  const found = useAnswer<Answer>('/connections')
  if (found.isError) return <RefusalNotice error={found.error} />
  if (found.data === undefined || found.data.connections.length === 0) return null
  return (
    <section aria-label="Programs you let in" className={classes['part']}>
      <h2 className={classes['heading']}>Programs you let in</h2>
      <ConnectionTable
        connections={found.data.connections}
        stale="/connections"
        first={(one) => one.appName ?? 'With your password'}
      />
    </section>
  )
}

function ConnectionTable({
  connections,
  stale,
  first,
}: Readonly<{ connections: readonly Connection[]; stale: string; first: (one: Connection) => string }>) {
  const end = useCall((id: string) => api.delete(`/connections/${id}`), stale, APPS)
  return (
    <PlainTable
      label="Connections"
      rows={connections}
      keyOf={(one) => one.id}
      columns={[
        {
          head: 'Connection',
          render: (one) => (
            <TwoLines
              first={first(one)}
              second={[flowWords[one.flow].label.toLowerCase(), one.address].filter(Boolean).join(', from ')}
            />
          ),
        },
        { head: 'Since', width: '120px', render: (one) => <RelativeDate value={one.createdAt} /> },
        { head: 'Last used', width: '120px', render: (one) => <RelativeDate value={one.lastUsedAt} /> },
        {
          head: 'End',
          acts: true,
          width: '140px',
          render: (one) => (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              onClick={() =>
                end.mutate(one.id, { onSuccess: () => toast('That connection has ended.'), onError: toastError })
              }
            >
              End connection
            </Button>
          ),
        },
      ]}
    />
  )
}
