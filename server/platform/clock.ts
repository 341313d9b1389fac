/** What time it is. Tests may set it; nothing else in the program asks the machine. */
let fixed: Date | undefined

export const now = (): Date => fixed ?? new Date()

/** Today's date in UTC, `YYYY-MM-DD`. */
export const today = (): string => now().toISOString().slice(0, 10)

/** Milliseconds from a start nobody may rely on, for measuring how long something took. */
export const elapsedMs = (): number => performance.now()

/** For tests: stop the clock at a moment, or let it run again with undefined. */
export function stopClockAt(moment: Date | undefined): void {
  fixed = moment
}

/** For tests: whether it stands. */
export const isClockStopped = (): boolean => fixed !== undefined
