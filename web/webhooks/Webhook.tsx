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
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { HookDeliveries } from './HookDeliveries.tsx'
import { HookEditor } from './HookEditor.tsx'
import { useReasonAgainstSection } from '../setup/sections.ts'
import { bodyOf, draftOf, HOOKS, newWebhook, type Outcome, type WebhookRow } from './webhook.ts'
import classes from './Webhook.module.css'

const up = { label: 'Web hooks', to: paths.webhooks }

/** One web hook: what it is told of, and what became of what it was told. */
export function Webhook() {
  const { id = '' } = useParams({ strict: false })
  return id === 'new' ? <Editing key="new" /> : <Loaded key={id} id={id} />
}

function Loaded({ id }: { id: string }) {
  const reason = useReasonAgainstSection('web-hooks')
  const found = useAnswer<WebhookRow>(`${HOOKS}/${id}`, {}, reason === undefined)
  if (found.isSuccess) return <Editing hook={found.data} />
  return (
    <SetupPage section="web-hooks" title="Web hook" up={up} reason={reason}>
      {found.isPending && reason === undefined && <RecordSkeleton />}
      {found.isError && <RefusalNotice error={found.error} />}
    </SetupPage>
  )
}

const FIELDS = ['name', 'url', 'events', 'objects', 'runsAsId']

type Made = Readonly<{ Id: string; secret: string }>

function Editing({ hook }: { hook?: WebhookRow }) {
  const reason = useReasonAgainstSection('web-hooks')
  const go = useGo()
  const { draft, change, unchanged, submit, isPending, error, made } = useEditor({
    address: HOOKS,
    existing: hook,
    blank: newWebhook,
    draftOf,
    make: (given) => api.post<Made>(HOOKS, bodyOf(given)),
    keep: (own, given) => api.patch<WebhookRow>(own, bodyOf(given)),
  })
  return (
    <SetupPage
      section="web-hooks"
      title={hook?.name ?? 'New web hook'}
      up={up}
      reason={reason}
      actions={
        <>
          {hook !== undefined && <Testing hook={hook} />}
          {hook !== undefined && <Switching hook={hook} />}
          {hook !== undefined && <Removing hook={hook} />}
          <ReasonedButton reason={reason ?? unchanged} loading={isPending} onClick={submit}>
            {hook === undefined ? 'Create web hook' : 'Save web hook'}
          </ReasonedButton>
        </>
      }
    >
      {error !== null && <RefusalNotice problems={problemsBesides(error, FIELDS)} />}
      <HookEditor draft={draft} hook={hook} error={error} onChange={change} />
      {hook !== undefined && <NewSecret hook={hook} />}
      {hook !== undefined && <HookDeliveries hook={hook} />}
      {made !== undefined && (
        <Secret name={draft.name} secret={made.secret} onClose={() => go(paths.webhook(made.Id))} />
      )}
    </SetupPage>
  )
}

function Secret({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  return (
    <Sheet
      opened
      onClose={onClose}
      title={`The secret of ${name}`}
      footer={<Button onClick={onClose}>I have kept it</Button>}
    >
      <div className={classes['part']}>
        <p className={classes['faint']}>
          Give it to the program. With it, the program knows that a message comes from Assay. It is shown this once.
        </p>
        <CopyBox text={secret} label="Secret" copy="Copy secret" />
      </div>
    </Sheet>
  )
}

function NewSecret({ hook }: { hook: WebhookRow }) {
  const [secret, setSecret] = useState<string>()
  const [asking, setAsking] = useState(false)
  const renew = useCall(() => api.post<{ secret: string }>(`${HOOKS}/${hook.Id}/secret`))
  return (
    <section aria-label="Secret" className={classes['part']}>
      <h2 className={classes['heading']}>Secret</h2>
      <p className={classes['faint']}>Every message is signed with it. If somebody else has seen it, make a new one.</p>
      <div>
        <Button variant="default" onClick={() => setAsking(true)}>
          Create new secret
        </Button>
      </div>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Create a new secret?"
        grave={false}
        consequences={['From then on messages are signed with the new one; the program must know it first.']}
        verb="Create new secret"
        onConfirm={async () => setSecret((await renew.mutateAsync()).secret)}
      />
      {secret !== undefined && <Secret name={hook.name} secret={secret} onClose={() => setSecret(undefined)} />}
    </section>
  )
}

function Testing({ hook }: { hook: WebhookRow }) {
  const test = useCall(() => api.post<Outcome>(`${HOOKS}/${hook.Id}/test`))
  const tell = ({ taken, status, problem, tookMs }: Outcome) =>
    taken
      ? toast(`The receiver took the test (${status}, ${tookMs} ms).`)
      : toastError(new Error(problem ?? 'It was not taken.'))
  return (
    <Button
      variant="default"
      loading={test.isPending}
      onClick={() => test.mutate(undefined, { onSuccess: tell, onError: toastError })}
    >
      Send test
    </Button>
  )
}

function Switching({ hook }: { hook: WebhookRow }) {
  const change = useCall(
    (enabled: boolean) => api.patch(`${HOOKS}/${hook.Id}`, { enabled }),
    HOOKS,
    `${HOOKS}/${hook.Id}`,
  )
  return (
    <Button
      variant="default"
      loading={change.isPending}
      onClick={() =>
        change.mutate(!hook.enabled, {
          onSuccess: () =>
            toast(
              hook.enabled ? `${hook.name} is off. What happens from now on it is not told.` : `${hook.name} is on.`,
            ),
          onError: toastError,
        })
      }
    >
      {hook.enabled ? 'Switch off' : 'Switch on'}
    </Button>
  )
}

function Removing({ hook }: { hook: WebhookRow }) {
  const [asking, setAsking] = useState(false)
  const go = useGo()
  const remove = useCall(() => api.delete(`${HOOKS}/${hook.Id}`), HOOKS)
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Remove
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Remove ${hook.name}?`}
        consequences={['What waits for it is not sent.', 'The list of its deliveries goes with it.']}
        verb="Remove web hook"
        onConfirm={async () => {
          await remove.mutateAsync()
          toast(`Removed ${hook.name}.`)
          go(paths.webhooks)
        }}
      />
    </>
  )
}
