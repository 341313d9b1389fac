import { wallClock } from '../../shared/relativeFilter.ts'

/** What the clock on the wall shows there: `2026-12-03T09:00`. */
export const wallIn = (moment: string, zone: string): string =>
  wallClock(new Date(moment), zone).toISOString().slice(0, 16)

/** The moment, ISO in UTC, at which the clock on the wall there shows this. */
export function momentIn(wall: string, zone: string): string {
  const shown = Date.parse(`${wall}:00Z`)
  const off = (moment: number): number => wallClock(new Date(moment), zone).getTime() - moment
  // Twice, for the hours around a change of the clocks.
  const guess = shown - off(shown)
  return new Date(shown - off(guess)).toISOString()
}

/** `Thu, 3 December 2026`, where the event is. */
export const dayOf = (moment: string, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(moment))

export const timeOf = (moment: string, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date(moment))
