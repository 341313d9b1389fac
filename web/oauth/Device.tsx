import { Button, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { Doorway } from '../shell/Doorway.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Asks, LetIn } from './Asks.tsx'
import { type Asking, useAsking } from './connect.ts'
import classes from './Connect.module.css'

type Said = 'allowed' | 'denied'

/** Lets a device in that has no browser of its own: the person types the code it shows. */
export function Device() {
  const [typed, setTyped] = useState(() => new URLSearchParams(globalThis.location.search).get('user_code') ?? '')
  const [code, setCode] = useState<string>()
  const [said, setSaid] = useState<Said>()
  // Asked at once, so that whoever is not signed in hears of it before they type.
  const signedIn = useAsking<unknown>('/session', {}, true)
  const found = useAsking<Asking>('/connect/device', { code: code ?? '' }, code !== undefined)
  const answer = useMutation({
    mutationFn: (allow: boolean) => api.post('/connect/device', { code, allow }),
    onSuccess: (_, allow) => setSaid(allow ? 'allowed' : 'denied'),
  })
  if (found.data !== undefined && said !== undefined) return <Done name={found.data.app.name} said={said} />
  if (found.data !== undefined)
    return (
      <Doorway title={`Let ${found.data.app.name} in?`} lead="It waits on a device that showed you this code.">
        <div className={classes['card']}>
          <Asks asking={found.data} />
          <p className={classes['faint']}>
            Say yes only if you began this yourself, on a device in front of you. Whoever sent you a code could
            otherwise act as you.
          </p>
          <LetIn answer={answer} />
        </div>
      </Doorway>
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setCode(typed.trim())
    if (code === typed.trim()) void found.refetch()
  }
  return (
    <Doorway
      title="Connect a device"
      lead="Type the code the device shows. It has eight letters and is good for ten minutes."
    >
      <form onSubmit={submit}>
        <Stack gap={12}>
          {found.isError && <RefusalNotice error={found.error} />}
          <TextInput
            label="Code"
            placeholder="BCDF-GHJK"
            autoComplete="off"
            autoFocus
            maxLength={20}
            classNames={{ input: classes['code'] ?? '' }}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button
            type="submit"
            fullWidth
            mt={4}
            loading={found.isFetching}
            disabled={typed.trim() === '' || signedIn.data === undefined}
          >
            Go on
          </Button>
        </Stack>
      </form>
    </Doorway>
  )
}

function Done({ name, said }: { name: string; said: Said }) {
  return said === 'allowed' ? (
    <Doorway title={`${name} is in`} lead="The device goes on by itself in a few seconds.">
      <p className={classes['faint']}>You can end it at any time in Setup, API tokens. This page may be closed.</p>
    </Doorway>
  ) : (
    <Doorway title={`${name} stays out`} lead="Nothing was given to it.">
      <p className={classes['faint']}>This page may be closed.</p>
    </Doorway>
  )
}
