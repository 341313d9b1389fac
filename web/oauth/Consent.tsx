import { Button, Skeleton, Stack } from '@mantine/core'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { Doorway } from '../shell/Doorway.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Asks, LetIn } from './Asks.tsx'
import { askedIn, type Asking, useAsking } from './connect.ts'
import classes from './Connect.module.css'

type AskingApp = Asking & Readonly<{ sendsTo: string; problem: string | null }>

const unwhole = {
  code: 'not_whole',
  message: 'This address is not whole. Go back to the program you came from, and begin there again.',
}

/** Asks a person whether a program may act for them, and leads them back to it with the answer. */
export function Consent() {
  const asked = askedIn(globalThis.location.search)
  const found = useAsking<AskingApp>('/connect/authorization', asked ?? {}, asked !== undefined)
  if (asked === undefined)
    return (
      <Doorway title="Nobody asks" lead="Programs that want access send you here.">
        <RefusalNotice problems={[unwhole]} />
      </Doorway>
    )
  if (found.isError && !found.isPending)
    return (
      <Doorway title="This program cannot be let in" lead="Nothing was given to it, and you stay here.">
        <RefusalNotice error={found.error} />
      </Doorway>
    )
  if (found.data === undefined)
    return (
      <Doorway title="A program asks for access" lead="Looking up which.">
        <div role="status" aria-busy="true" aria-label="Loading">
          <Skeleton height={148} radius={8} />
        </div>
      </Doorway>
    )
  return <Answer asked={asked} asking={found.data} />
}

function Answer({ asked, asking }: { asked: Readonly<Record<string, string>>; asking: AskingApp }) {
  const answer = useMutation({
    mutationFn: (allow: boolean) => api.post<{ redirectTo: string }>('/connect/authorization', { asked, allow }),
    onSuccess: ({ redirectTo }) => globalThis.location.assign(redirectTo),
  })
  const { name, description } = asking.app
  if (answer.isSuccess)
    return (
      <Doorway title="You can go on" lead={`${name} has your answer. If it did not open by itself, go back to it now.`}>
        <p className={classes['faint']}>This page may be closed.</p>
      </Doorway>
    )
  if (asking.problem !== null)
    return (
      <Doorway
        title={`${name} cannot be let in`}
        lead="It asked in a way that cannot be answered. Nothing was given to it."
      >
        <Stack gap={16}>
          <RefusalNotice
            problems={[{ code: 'unfit', message: `${sentence(asking.problem)} Whoever makes ${name} can mend this.` }]}
          />
          {answer.isError && <RefusalNotice error={answer.error} />}
          <Button variant="default" loading={answer.isPending} onClick={() => answer.mutate(true)}>
            Go back to {name}
          </Button>
        </Stack>
      </Doorway>
    )
  return (
    <Doorway title={`Let ${name} in?`} lead={`It asks for access to ${asking.org.name} in your name.`}>
      <div className={classes['card']}>
        {description !== null && description !== '' && <p className={classes['faint']}>{description}</p>}
        <Asks asking={asking} />
        <LetIn answer={answer} />
        <p className={classes['faint']}>
          Either way you go back to {placeWords(asking.sendsTo)}. You can end it at any time in Setup, API tokens.
        </p>
      </div>
    </Doorway>
  )
}

const placeWords = (place: string): string =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(place) ? 'the program on this machine' : place

const sentence = (words: string): string => `It said: ‘${words}’.`
