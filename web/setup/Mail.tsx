import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { NewerOlder, useTurning } from '../ui/NewerOlder.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import type { State } from '../ui/states.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { useReasonAgainstSection } from './sections.ts'
import { SetupPage } from './SetupPage.tsx'
import { useAnswer, useCall } from './setupApi.ts'

type MailState = 'queued' | 'sending' | 'sent' | 'failed' | 'suppressed'
type Message = Readonly<{
  Id: string
  Purpose: string
  To: string
  Subject: string
  State: MailState
  Reason: string | null
  NextTryDate: string | null
  SentDate: string | null
  CreatedDate: string
}>
type Answer = Readonly<{ messages: readonly Message[]; next: string | null; mailServer: boolean }>

const PATH = '/mail'
const looks: Readonly<Record<MailState, { state: State; label: string }>> = {
  queued: { state: 'planned', label: 'Waiting' },
  sending: { state: 'working', label: 'Being sent' },
  sent: { state: 'converted', label: 'Sent' },
  failed: { state: 'unqualified', label: 'Failed' },
  suppressed: { state: 'open', label: 'Held back' },
}
const purposes: Readonly<Record<string, string>> = {
  auto_response: 'Answer to a form',
  invitation: 'Invitation',
  password: 'New password',
  notification: 'Notice to a user',
  registration: 'Registration for an event',
  campaign: 'Campaign',
}

/** The outbox: what waits, what went, what failed and why. */
export function Mail() {
  const [state, setState] = useState<MailState | ''>('')
  const turning = useTurning()
  const reason = useReasonAgainstSection('mail')
  const found = useAnswer<Answer>(PATH, { state, after: turning.after }, reason === undefined)
  const resend = useCall((id: string) => api.post(`${PATH}/${id}/resend`), PATH)
  const choose = (next: string) => {
    setState(next as MailState | '')
    turning.toFirst()
  }
  const messages = found.data?.messages ?? []
  return (
    <SetupPage section="mail">
      {found.data?.mailServer === false && (
        <RefusalNotice
          problems={[
            {
              code: 'no_mail_server',
              rule: 'No mail server is configured.',
              message:
                'Mail waits here, and nothing is lost. Whoever runs the server sets SMTP_URL; what waits then goes out by itself.',
            },
          ]}
        />
      )}
      <SegmentedControl
        aria-label="Which mail"
        size="xs"
        style={{ justifySelf: 'start', maxWidth: '100%', overflowX: 'auto' }}
        value={state}
        onChange={choose}
        data={[
          { value: '', label: 'All' },
          { value: 'queued', label: 'Waiting' },
          { value: 'sent', label: 'Sent' },
          { value: 'failed', label: 'Failed' },
          { value: 'suppressed', label: 'Held back' },
        ]}
      />
      {found.isPending && <GridSkeleton rows={6} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && messages.length === 0 && (
        <EmptyState
          title={state === '' ? 'No mail yet' : 'No such mail'}
          example="When Mira Holt asks for the price list, the form’s answer to her stands here with the minute it went."
        >
          Every message Assay sends stands here: answers to forms, invitations and notices.
        </EmptyState>
      )}
      {messages.length > 0 && (
        <PlainTable
          label="Outgoing mail"
          rows={messages}
          keyOf={(one) => one.Id}
          columns={[
            { head: 'Subject', render: (one) => <TwoLines first={one.Subject} second={`To ${one.To}`} /> },
            { head: 'What for', width: '140px', render: (one) => purposes[one.Purpose] ?? one.Purpose },
            {
              head: 'State',
              width: '220px',
              render: (one) => <TwoLines first={<StateMark {...looks[one.State]} />} second={one.Reason} />,
            },
            { head: 'When', width: '110px', render: (one) => <RelativeDate value={one.SentDate ?? one.CreatedDate} /> },
            {
              head: 'Send again',
              acts: true,
              width: '100px',
              render: (one) =>
                one.State === 'failed' ? (
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() =>
                      resend.mutate(one.Id, { onSuccess: () => toast('It is sent once more.'), onError: toastError })
                    }
                  >
                    Send again
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      <NewerOlder of={turning} next={found.data?.next} />
    </SetupPage>
  )
}
