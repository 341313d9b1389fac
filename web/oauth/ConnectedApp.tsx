import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemsBesides } from '../api/errors.ts'
import { paths } from '../paths.ts'
import { SetupPage } from '../setup/SetupPage.tsx'
import { useAnswer, useCall } from '../setup/setupApi.ts'
import { useEditor } from '../setup/useEditor.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { CopyBox } from '../ui/CopyBox.tsx'
import { useGo } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { RecordSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { AppEditor } from './AppEditor.tsx'
import { AppSide } from './AppSide.tsx'
import { APPS, bodyOf, type ConnectedAppRow, draftOf, newApp } from './connectedApp.ts'
import { AppConnections } from './Connections.tsx'
import { useReasonAgainstSection } from '../setup/sections.ts'
import classes from './ConnectedApp.module.css'

const up = { label: 'Connected apps', to: paths.connectedApps }

/** One connected app: how it signs in, what it may ask for, and for whom it is connected. */
export function ConnectedApp() {
  const { id = '' } = useParams({ strict: false })
  return id === 'new' ? <Editing key="new" /> : <Loaded key={id} id={id} />
}

function Loaded({ id }: { id: string }) {
  const reason = useReasonAgainstSection('connected-apps')
  const found = useAnswer<ConnectedAppRow>(`${APPS}/${id}`, {}, reason === undefined)
  if (found.isSuccess) return <Editing app={found.data} />
  return (
    <SetupPage section="connected-apps" title="Connected app" up={up} reason={reason}>
      {found.isPending && reason === undefined && <RecordSkeleton />}
      {found.isError && <RefusalNotice error={found.error} />}
    </SetupPage>
  )
}

const FIELDS = ['name', 'callbackUrls', 'scopes', 'certificate', 'runAsId', 'needsSecret']

type Made = Readonly<{ Id: string; clientId: string; clientSecret: string }>

function Editing({ app }: { app?: ConnectedAppRow }) {
  const reason = useReasonAgainstSection('connected-apps')
  const go = useGo()
  const { draft, change, unchanged, submit, isPending, error, made } = useEditor({
    address: APPS,
    existing: app,
    blank: newApp,
    draftOf,
    make: (given) => api.post<Made>(APPS, bodyOf(given, app)),
    keep: (own, given) => api.patch<ConnectedAppRow>(own, bodyOf(given, app)),
  })
  return (
    <SetupPage
      section="connected-apps"
      title={app?.name ?? 'New connected app'}
      up={up}
      reason={reason}
      actions={
        <>
          {app !== undefined && <Enabling app={app} />}
          {app !== undefined && !app.builtIn && <Removing app={app} />}
          <ReasonedButton reason={reason ?? unchanged} loading={isPending} onClick={submit}>
            {app === undefined ? 'Connect app' : 'Save app'}
          </ReasonedButton>
        </>
      }
    >
      {error !== null && <RefusalNotice problems={problemsBesides(error, FIELDS)} />}
      <div className={classes['columns']}>
        <AppEditor draft={draft} app={app} error={error} onChange={change} />
        <AppSide app={app} />
      </div>
      {app !== undefined && <AppConnections app={app} />}
      {made !== undefined && <Secrets name={draft.name} made={made} onClose={() => go(paths.connectedApp(made.Id))} />}
    </SetupPage>
  )
}

function Secrets({ name, made, onClose }: { name: string; made: Made; onClose: () => void }) {
  return (
    <Sheet
      opened
      onClose={onClose}
      title={`${name} is connected`}
      footer={<Button onClick={onClose}>I have kept it</Button>}
    >
      <div className={classes['part']}>
        <p className={classes['faint']}>
          Give both to the program. The secret is shown this once; only its fingerprint stays here.
        </p>
        <CopyBox text={made.clientId} label="Client id" copy="Copy client id" />
        <CopyBox text={made.clientSecret} label="Client secret" copy="Copy secret" />
      </div>
    </Sheet>
  )
}

function Enabling({ app }: { app: ConnectedAppRow }) {
  const [asking, setAsking] = useState(false)
  const change = useCall((enabled: boolean) => api.patch(`${APPS}/${app.Id}`, { enabled }), APPS, `${APPS}/${app.Id}`)
  if (!app.enabled)
    return (
      <Button
        variant="default"
        loading={change.isPending}
        onClick={() => change.mutate(true, { onSuccess: () => toast(`${app.name} works again.`) })}
      >
        Enable app
      </Button>
    )
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Disable app
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Disable ${app.name}?`}
        grave={false}
        consequences={[
          `It is refused at once for ${app.users === 1 ? '1 user' : `${app.users} users`}.`,
          'What they allowed is kept, and works again when you enable it.',
        ]}
        verb="Disable app"
        onConfirm={() => change.mutateAsync(false)}
      />
    </>
  )
}

function Removing({ app }: { app: ConnectedAppRow }) {
  const [asking, setAsking] = useState(false)
  const go = useGo()
  const remove = useCall(() => api.delete(`${APPS}/${app.Id}`), APPS)
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Remove app
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Remove ${app.name}?`}
        consequences={[
          `It is refused at once for ${app.users === 1 ? '1 user' : `${app.users} users`}.`,
          'It cannot be brought back: another one has another client id and secret.',
        ]}
        verb="Remove app"
        onConfirm={async () => {
          await remove.mutateAsync()
          toast(`Removed ${app.name}.`)
          go(paths.connectedApps)
        }}
      />
    </>
  )
}
