import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import classes from './CheckIn.module.css'

type Detector = { detect: (source: HTMLVideoElement) => Promise<readonly { rawValue: string }[]> }
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: readonly string[] }) => Detector
  }
}

const LOOK_EVERY_MS = 250
const SAME_CODE_MS = 4000

/** A code from a ticket: by the camera where the browser can, by typing, or by a scanner that types like a keyboard. */
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
      {window.BarcodeDetector !== undefined && <Camera onCode={onCode} />}
      <form onSubmit={submit} className={classes['typed']}>
        <TextInput
          data-autofocus
          autoFocus
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
    const Reader = window.BarcodeDetector
    if (Reader === undefined) return undefined
    const detector = new Reader({ formats: ['qr_code'] })
    let stream: MediaStream | undefined
    let isOver = false
    const seen = new Map<string, number>()
    const look = async () => {
      if (isOver || video.current === null || video.current.readyState < 2) return
      const found = await detector.detect(video.current).catch(() => [])
      for (const { rawValue } of found) {
        const last = seen.get(rawValue) ?? 0
        // The camera sees the same ticket many times a second.
        if (Date.now() - last < SAME_CODE_MS) continue
        seen.set(rawValue, Date.now())
        tell(rawValue)
      }
    }
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: 'environment' } })
      .then((got) => {
        stream = got
        if (isOver || video.current === null) return got.getTracks().forEach((track) => track.stop())
        video.current.srcObject = got
        return video.current.play()
      })
      .catch(() => setTrouble('The camera may not be used here. Type the code, or allow the camera in the browser.'))
    const timer = setInterval(() => void look(), LOOK_EVERY_MS)
    return () => {
      isOver = true
      clearInterval(timer)
      stream?.getTracks().forEach((track) => track.stop())
    }
  }, [])
  if (trouble !== undefined) return <p className={classes['quiet']}>{trouble}</p>
  return <video ref={video} className={classes['camera']} muted playsInline aria-label="Camera" />
}
