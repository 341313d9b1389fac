import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import pg from 'pg'

/** Whether a database answers at all. */
export type Pulse = {
  readonly isLost: () => boolean
  /** Calls back when it is lost; answers how to think better of it, which is false where it called already. */
  readonly onLoss: (call: () => void) => () => boolean
  readonly stop: () => void
}

const BEAT_MS = 500
const QUIET_BEATS = 8
const PROBE_BEATS = 10

/**
 * Notices a database that neither answers nor hangs up: frozen, or behind a network that swallows everything. Whoever waited for it
 * would wait as long as it lasts. Where somebody waits and for four seconds not a byte came or went, a new connection is tried;
 * when that is not answered within five either, all connections are given up, and each who waits hears that it is away.
 *
 * What passes is counted in beats of our own, not by the clock: while we were busy ourselves nobody can have answered.
 */
export function watchPulse(pools: readonly pg.Pool[], settings: pg.ClientConfig, beatMs = BEAT_MS): Pulse {
  const open = new Set<Duplex>()
  const toCall = new Set<() => void>()
  for (const pool of pools) {
    pool.on('connect', ({ connection }) => open.add(connection.stream))
    pool.on('remove', ({ connection }) => open.delete(connection.stream))
  }
  const isAwaited = (): boolean => pools.some(({ totalCount, idleCount }) => totalCount > idleCount)
  let [passed, quietBeats, isLost] = [0, 0, false]
  let probe: Probe | undefined

  const listen = (): void => {
    const before = passed
    passed = bytesThrough(open)
    quietBeats = isAwaited() && passed === before ? quietBeats + 1 : 0
    if (isLost || quietBeats >= QUIET_BEATS) probe ??= beginProbe(settings)
  }
  const judge = (begun: Probe): void => {
    begun.beats += 1
    if (begun.isAnswered) isLost = false
    else if (begun.beats < PROBE_BEATS) return
    else {
      isLost = true
      for (const stream of open) stream.destroy(new Error('Connection terminated: the database did not answer.'))
      for (const call of toCall) call()
      toCall.clear()
    }
    begun.end()
    quietBeats = 0
    probe = undefined
  }
  const timer = setInterval(() => (probe === undefined ? listen() : judge(probe)), beatMs).unref()
  return {
    isLost: () => isLost,
    onLoss: (call) => {
      toCall.add(call)
      return () => toCall.delete(call)
    },
    stop: () => {
      clearInterval(timer)
      probe?.end()
    },
  }
}

const bytesThrough = (open: ReadonlySet<Duplex>): number => {
  let bytes = 0
  for (const stream of open) bytes += isSocket(stream) ? stream.bytesRead + stream.bytesWritten : 0
  return bytes
}

const isSocket = (stream: Duplex): stream is Socket => 'bytesRead' in stream && 'bytesWritten' in stream

type Probe = { beats: number; isAnswered: boolean; readonly end: () => void }

/** A no is an answer as well: whoever refuses us, or has no room, is there. */
function beginProbe(settings: pg.ClientConfig): Probe {
  const client = new pg.Client({ ...settings, application_name: 'assay pulse' })
  const probe: Probe = {
    beats: 0,
    isAnswered: false,
    // A polite end would wait for an answer as well.
    end: () => void client.connection.stream.destroy(),
  }
  const answered = (): void => void (probe.isAnswered = true)
  client.on('error', answered)
  client.connect().then(answered, answered)
  return probe
}
