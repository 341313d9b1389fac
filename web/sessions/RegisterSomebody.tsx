import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { useCall } from '../setup/setupApi.ts'
import type { Referred } from '../ui/fields.ts'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import type { EventSession, RegistrationRow } from './event.ts'
import { SessionChoice } from './SeatsSheet.tsx'
import classes from './Sessions.module.css'

type Made = Pick<RegistrationRow, 'State' | 'WaitingSessionIds'>
type RegisterProps = Readonly<{
  path: string
  /** Those there is a choice among; without any, whoever has a place is in all there is. */
  sessions: readonly EventSession[]
  onDone: () => Promise<void>
}>

/** Registers a contact or lead for an event; where there are sessions to choose among, these are asked for first. */
export function RegisterSomebody({ path, sessions, onDone }: RegisterProps) {
  const [who, setWho] = useState<Referred>()
  const register = useRegistering(path, onDone)
  const choose = (id: string | null, found?: Referred) => {
    if (id === null) return
    const chosen = found ?? { Id: id, Name: 'this person' }
    if (sessions.length > 0) setWho(chosen)
    else register.mutate({ who: chosen, SessionIds: [] })
  }
  return (
    <>
      <ReferencePicker
        key={path}
        references={['Contact', 'Lead']}
        value={null}
        aria-label="Register a contact or lead"
        placeholder="Register a contact or lead"
        onChange={choose}
      />
      {who !== undefined && (
        <Choosing who={who} path={path} sessions={sessions} onDone={onDone} onClose={() => setWho(undefined)} />
      )}
    </>
  )
}

function Choosing({
  who,
  path,
  sessions,
  onDone,
  onClose,
}: RegisterProps & Readonly<{ who: Referred; onClose: () => void }>) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const register = useRegistering(path, onDone)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    register.mutate({ who, SessionIds: chosen }, { onSuccess: onClose })
  }
  return (
    <Sheet opened onClose={onClose} title={`Register ${who.Name}`}>
      <form onSubmit={submit} className={classes['form']}>
        <SessionChoice sessions={sessions} chosen={chosen} onChoose={setChosen} />
        <RefusalNotice error={register.error} />
        <Button type="submit" loading={register.isPending}>
          {chosen.length === 0
            ? 'Register without a session'
            : `Register for ${chosen.length} of ${sessions.length} sessions`}
        </Button>
      </form>
    </Sheet>
  )
}

function useRegistering(path: string, onDone: () => Promise<void>) {
  return useCall(async ({ who, SessionIds }: Readonly<{ who: Referred; SessionIds: readonly string[] }>) => {
    const { results } = await api.post<{ results: readonly Made[] }>(path, { people: [{ WhoId: who.Id, SessionIds }] })
    await onDone()
    toast(saidOf(who.Name, results[0]))
  })
}

function saidOf(name: string, made: Made | undefined): string {
  if (made?.State === 'waiting') return `All places are taken, so ${name} is on the waiting list.`
  if ((made?.WaitingSessionIds.length ?? 0) > 0)
    return `${name} is registered, and waits for a seat where all are taken. The ticket is on its way.`
  return `${name} is registered, and the ticket is on its way.`
}
