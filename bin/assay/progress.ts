import { elapsedMs } from '../../server/platform/clock.ts'

/** Shows how far a command is: a bar that is drawn again on a terminal, a line now and then in a file or pipe. */
export type Progress = {
  /** `share` is 0 to 1, undefined where the whole is not known. */
  readonly show: (share: number | undefined, counted: number, more?: string) => void
  /** Takes the bar away, so that what is said next stands on a line of its own. */
  readonly end: () => void
}

type Screen = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>

const BAR_WIDTH = 24
const REDRAWN_EVERY_MS = 100
const LINE_EVERY_MS = 5000

/** Counts `rows` unless something else is counted. Written to standard error, so that standard output stays the command's answer. */
export function showProgress(
  what: string,
  { counted: noun = 'rows', screen = process.stderr }: { readonly counted?: string; readonly screen?: Screen } = {},
): Progress {
  const startedAt = elapsedMs()
  const { isTTY: isTerminal } = screen
  let shownAt = isTerminal ? -Infinity : startedAt
  let isDrawn = false
  return {
    show(share, counted, more = '') {
      const at = elapsedMs()
      if (at - shownAt < (isTerminal ? REDRAWN_EVERY_MS : LINE_EVERY_MS)) return
      shownAt = at
      const perSecond = Math.round(counted / Math.max((at - startedAt) / 1000, 0.001))
      const words = [
        share === undefined ? '' : percent(share),
        `${inWords(counted)} ${noun}`,
        `${inWords(perSecond)}/s`,
        more,
      ]
        .filter(Boolean)
        .join(' · ')
      if (isTerminal) screen.write(`\r\u001b[K${`${what} ${bar(share)}${words}`.slice(0, (screen.columns || 80) - 1)}`)
      else screen.write(`${what}: ${words}\n`)
      isDrawn = isTerminal
    },
    end() {
      if (isDrawn) screen.write('\r\u001b[K')
      isDrawn = false
    },
  }
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`

function bar(share: number | undefined): string {
  if (share === undefined) return ''
  const done = Math.round(Math.min(1, share) * BAR_WIDTH)
  return `[${'#'.repeat(done)}${'-'.repeat(BAR_WIDTH - done)}] `
}

/** `12,345` */
export const inWords = (count: number): string => count.toLocaleString('en-US')
