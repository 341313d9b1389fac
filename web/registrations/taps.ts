import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'

/** One tap of a steward; its key is made here, so that the server carries it out once however often it is sent. */
export type Tap = Readonly<
  { key: string; sessionId?: string } & (
    | { act: 'check_in'; memberId?: string; code?: string; anyway?: boolean }
    | { act: 'undo'; memberId: string }
    | ({ act: 'capture' } & Captured)
  )
>

export type Captured = Readonly<{
  firstName: string
  lastName: string
  company: string
  email: string
  phone: string
  note: string
  interest: string
  status: string | null
}>

export type TapResult = Readonly<{
  key: string
  ok: boolean
  memberId?: string
  name?: string
  isNew?: boolean
  code?: string
  message?: string
}>

const AT_ONCE = 50
const TRY_AGAIN_MS = 5000

const drawerOf = (campaignId: string): string => `assay.taps.${campaignId}`

/** Taps kept on this phone, should the connection be gone or the page be closed. */
export function keptTaps(campaignId: string): readonly Tap[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(drawerOf(campaignId)) ?? '[]')
    return Array.isArray(kept) ? (kept as Tap[]) : []
  } catch {
    return []
  }
}

const keep = (campaignId: string, taps: readonly Tap[]): void => {
  if (taps.length === 0) localStorage.removeItem(drawerOf(campaignId))
  else localStorage.setItem(drawerOf(campaignId), JSON.stringify(taps))
}

/** Whether trying again may help: nobody answered, or the server asked to wait. */
export const isForLater = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500)

type Listener = (tap: Tap, result: TapResult) => void

/**
 * Sends taps in their order, and keeps them until the server has answered each. What it answered goes to `onResult`;
 * what could not be sent is sent again when the connection is back.
 */
export function useTaps(campaignId: string, onResult: Listener) {
  const [waiting, setWaiting] = useState<readonly Tap[]>(() => keptTaps(campaignId))
  const [isAway, setAway] = useState(false)
  const sending = useRef(false)
  const drop = (done: ReadonlySet<string>) => {
    const left = keptTaps(campaignId).filter(({ key }) => !done.has(key))
    keep(campaignId, left)
    setWaiting(left)
  }
  const flush = async (): Promise<void> => {
    if (sending.current) return
    sending.current = true
    try {
      for (
        let taps = keptTaps(campaignId).slice(0, AT_ONCE);
        taps.length > 0;
        taps = keptTaps(campaignId).slice(0, AT_ONCE)
      ) {
        const results = await sendAll(campaignId, taps)
        setAway(false)
        drop(new Set(results.map(({ key }) => key)))
        for (const result of results) {
          const tap = taps.find(({ key }) => key === result.key)
          if (tap !== undefined) onResult(tap, result)
        }
      }
    } catch {
      setAway(true)
    } finally {
      sending.current = false
    }
  }
  const tell = (tap: Tap) => {
    const left = [...keptTaps(campaignId), tap]
    keep(campaignId, left)
    setWaiting(left)
    void flush()
  }
  const wake = useEffectEvent(() => void flush())
  useEffect(() => {
    const again = () => wake()
    const timer = setInterval(() => keptTaps(campaignId).length > 0 && again(), TRY_AGAIN_MS)
    window.addEventListener('online', again)
    again()
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', again)
    }
  }, [campaignId])
  return { waiting, isAway, tell }
}

/** Answers for all of them; a refusal of the whole request is the answer to each. Throws only what is worth trying again. */
async function sendAll(campaignId: string, taps: readonly Tap[]): Promise<readonly TapResult[]> {
  try {
    const { results } = await api.post<{ results: readonly TapResult[] }>(`/campaigns/${campaignId}/check-in`, { taps })
    return results
  } catch (error) {
    if (isForLater(error)) throw error
    if (taps.length > 1) {
      const each: TapResult[] = []
      // One that cannot be understood must not hold up the others.
      for (const tap of taps) each.push(...(await sendAll(campaignId, [tap])))
      return each
    }
    const message = error instanceof ApiError ? error.message : 'This tap could not be sent.'
    return taps.map(({ key }) => ({ key, ok: false, message }))
  }
}

/** A key for a tap that no other has. Pages opened without https have no randomUUID. */
export const newTapKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
