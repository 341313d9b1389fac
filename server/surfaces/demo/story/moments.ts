import type { Random } from '../random.ts'

/** One step of the story: what arrived since the step before, and when people sit down to it. */
export type Step = {
  /** When what arrived is stored. */
  readonly at: Date
  /** The days it covers; a part of a day near the end. */
  readonly days: number
  /** Whether anybody is at work. */
  readonly isWorkday: boolean
}

export const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** How many days back the story begins. */
export const STORY_DAYS = 730
/** From here on every working day is told. */
const DAILY_FROM = 90
/** Days between two steps before that. */
const STRIDE_DAYS = 5
/** Below this size strides are longer. */
const SMALL = 0.3
/** From here on every few hours. */
const HOURLY_FROM = 12

/** The steps of two years up to now, oldest first; the nearer, the finer. A small demonstration takes longer strides. */
export function stepsUntil(now: Date, random: Random, size: number): readonly Step[] {
  const isSmall = size < SMALL
  const [stride, dailyFrom] = isSmall ? [3 * STRIDE_DAYS, HOURLY_FROM] : [STRIDE_DAYS, DAILY_FROM]
  const midnight = Date.parse(dayOf(now))
  const steps: Step[] = []
  let covered = STORY_DAYS + 1
  for (let back = STORY_DAYS; back >= 0; back--) {
    const day = new Date(midnight - back * DAY_MS)
    const isWorkday = day.getUTCDay() % 6 !== 0
    if (back > HOURLY_FROM && !isWorkday) continue
    if (back > dailyFrom && covered - back < stride) continue
    const hours = isSmall || back > HOURLY_FROM || !isWorkday ? [random.whole(6, 10)] : [6, 10, 14]
    const fitting = hours
      .map((hour) => new Date(day.getTime() + hour * HOUR_MS + random.whole(0, HOUR_MS - 1)))
      .filter((at) => at.getTime() < now.getTime() - 2 * HOUR_MS)
    for (const at of fitting) steps.push({ at, days: (covered - back) / fitting.length, isWorkday })
    if (fitting.length > 0) covered = back
  }
  return steps
}

/** How many days lie between two turns of a salesperson, who take turns of five steps. */
export const daysBetweenTurns = (at: Date, end: Date): number =>
  end.getTime() - at.getTime() > DAILY_FROM * DAY_MS ? 5 * STRIDE_DAYS : 7

/** A moment some time after the step's, while the same people are still at work and never after the story's end. */
export const laterThatDay = (step: Step, hours: number, end: Date): Date =>
  new Date(Math.min(step.at.getTime() + hours * HOUR_MS, end.getTime() - 60_000))

export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10)

export const daysAfter = (moment: Date, days: number): Date => new Date(moment.getTime() + Math.round(days * DAY_MS))

/** The first working day on or after a moment. */
export function workdayAfter(moment: Date, days: number): Date {
  const day = daysAfter(moment, days)
  const weekday = day.getUTCDay()
  return weekday === 6 ? daysAfter(day, 2) : weekday === 0 ? daysAfter(day, 1) : day
}

const MONTHS = [0.92, 1.02, 1.16, 1.0, 1.02, 1.04, 0.78, 0.62, 1.18, 1.2, 1.14, 0.68] as const

/** How lively the market is on a day: weak in August and December, and growing by a third over the two years. */
export function season(moment: Date, end: Date): number {
  const yearsBack = (end.getTime() - moment.getTime()) / (365 * DAY_MS)
  return (MONTHS[moment.getUTCMonth()] ?? 1) * (1.16 - 0.14 * yearsBack)
}
