import { MultiSelect, TextInput } from '@mantine/core'
import { fieldErrors } from '../api/errors.ts'
import { useAnswer } from '../setup/setupApi.ts'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { HOOKS, type WebhookDraft, type WebhookList, type WebhookRow } from './webhook.ts'
import classes from './Webhook.module.css'

/** What an administrator decides of a web hook. */
export function HookEditor({
  draft,
  hook,
  error,
  onChange,
}: Readonly<{
  draft: WebhookDraft
  hook: WebhookRow | undefined
  error: unknown
  onChange: (part: Partial<WebhookDraft>) => void
}>) {
  const errors = fieldErrors(error)
  const list = useAnswer<WebhookList>(HOOKS)
  const objects = useAnswer<{ objects: readonly { name: string; label: string }[] }>('/objects')
  return (
    <div className={classes['editor']}>
      <TextInput
        label="Name"
        placeholder="Billing"
        maxLength={80}
        error={errors['name']}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label="Address"
        description="Where the program listens. Redirects are not followed; addresses inside private networks need the consent of who runs the server."
        placeholder="https://example.com/assay"
        maxLength={2000}
        error={errors['url']}
        value={draft.url}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <MultiSelect
        label="Events"
        description="What it is told of."
        searchable
        error={errors['events']}
        data={[...(list.data?.events ?? draft.events)]}
        value={[...draft.events]}
        onChange={(events) => onChange({ events })}
      />
      <MultiSelect
        label="Objects"
        description="Only records of these; of all when none is chosen."
        searchable
        error={errors['objects']}
        data={objects.data?.objects.map(({ name, label }) => ({ value: name, label })) ?? [...draft.objects]}
        value={[...draft.objects]}
        onChange={(chosen) => onChange({ objects: chosen })}
      />
      <ReferencePicker
        label="Reads as"
        references={['User']}
        error={errors['runsAsId']}
        value={draft.runsAsId}
        referred={hook === undefined ? undefined : { Id: hook.runsAsId, Name: hook.runsAsName }}
        onChange={(runsAsId) => onChange({ runsAsId })}
      />
      <p className={classes['faint']}>
        It is told of no record this user may not see. When left empty, that is you. Records may reach the program in
        another order than they were changed; the moment stands in each message.
      </p>
    </div>
  )
}
