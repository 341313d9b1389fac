import { Button, TextInput } from '@mantine/core'
import { type FormEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import classes from './CheckIn.module.css'
import { openCodeReader } from './codeReader.ts'

const LOOK_EVERY_MS = 250
const SAME_CODE_MS = 4000
const NO_CAMERA = window.isSecureContext
  ? 'The camera may not be used here. Type the code, or allow the camera in the browser.'
  : 'Browsers lend the camera only to pages opened with https. Type the code, or open this page with https.'

/** A code from a ticket: by the camera, by typing, or by a scanner that types like a keyboard. */
export function Scanner({ onCode }: Readonly<{ onCode: (code: string) => void }>) {
  const [code, setCode] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() === '') return
    onCode(code.trim())
    setCode('')
  }
  return (
    <section aria-label="Scan a ticket" className={classes['scanner']}>
      <Camera onCode={onCode} />
      <form onSubmit={submit} className={classes['typed']}>
        <TextInput
          // On a phone the keyboard would rise over what the camera sees.
          autoFocus={window.matchMedia('(pointer: fine)').matches}
          aria-label="Code on the ticket"
          placeholder="Code, such as K7QM-2XPD"
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit">Check in</Button>
      </form>
    </section>
  )
}

function Camera({ onCode }: Readonly<{ onCode: (code: string) => void }>) {
  const video = useRef<HTMLVideoElement>(null)
  const tell = useEffectEvent(onCode)
  const [trouble, setTrouble] = useState<string>()
  useEffect(() => {
    const ending = new AbortController()
    watch(video, ending.signal, tell).catch(() => {
      if (!ending.signal.aborted) setTrouble(NO_CAMERA)
    })
    return () => ending.abort()
  }, [])
  if (trouble !== undefined) return <p className={classes['quiet']}>{trouble}</p>
  return <video ref={video} className={classes['camera']} muted playsInline aria-label="Camera" />
}

/** Shows what the camera sees and tells each code in it, until the signal; the camera is let go then. */
async function watch(
  shown: RefObject<HTMLVideoElement | null>,
  signal: AbortSignal,
  onCode: (code: string) => void,
): Promise<void> {
  const read = await openCodeReader()
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  })
  signal.addEventListener('abort', () => stream.getTracks().forEach((track) => track.stop()))
  const video = shown.current
  if (signal.aborted || video === null) return stream.getTracks().forEach((track) => track.stop())
  video.srcObject = stream
  await video.play()
  const seen = new Map<string, number>()
  while (!signal.aborted) {
    for (const code of await read(video)) {
      const isSame = Date.now() - (seen.get(code) ?? 0) < SAME_CODE_MS
      seen.set(code, Date.now())
      // The camera sees the same ticket many times a second, for as long as it is held before it.
      if (!isSame) onCode(code)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
