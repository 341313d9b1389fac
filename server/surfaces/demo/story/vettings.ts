import type { Random } from '../random.ts'
import { letters, type Letter } from './wording.ts'
import type { Call, Verdict, Vetting } from './threads.ts'

/** A call just made. */
export type Made = {
  readonly vetting: Vetting
  readonly call: Call
  /** Nothing comes after it. */
  readonly isLast: boolean
  /** Tried again the same day. */
  readonly isRepeated: boolean
  readonly random: Random
}

export type VettingBeginning = Pick<
  Vetting,
  'leadId' | 'personNumber' | 'name' | 'company' | 'channel' | 'vetter' | 'contact' | 'verdict'
>

export function planVetting(random: Random, beginning: VettingBeginning): Vetting {
  const { verdict, vetter } = beginning
  const isOverridden = verdict === 'convert' && random.chance(0.065)
  const missing = isOverridden ? random.pick(letters) : undefined
  return {
    ...beginning,
    isOverridden,
    mistaken: letters.filter((letter) => (letter === missing ? random.chance(0.6) : !random.chance(vetter.skill))),
    calls: [...unanswered(random), ...conversations(random, verdict, missing)],
    isWorking: false,
    followUpId: undefined,
  }
}

const unanswered = (random: Random): Call[] =>
  Array.from(
    {
      length: random.weighted([
        [0, 6],
        [1, 3],
        [2, 1.2],
      ]),
    },
    () => ({ isAnswered: false, learns: [] }),
  )

function conversations(random: Random, verdict: Verdict, missing: Letter | undefined): Call[] {
  const learned = found(random, verdict, missing)
  const howMany = random.weighted(
    verdict === 'convert'
      ? [
          [1, 2],
          [2, 5],
          [3, 3],
        ]
      : [
          [1, 6],
          [2, 3],
        ],
  )
  return Array.from({ length: howMany }, (_, at) => ({
    isAnswered: true,
    learns: learned.filter((__, place) => Math.min(howMany - 1, Math.floor((place * howMany) / letters.length)) === at),
  }))
}

function found(random: Random, verdict: Verdict, missing: Letter | undefined): Call['learns'] {
  // The need is talked about first, the rest as it comes.
  const after = new Map(letters.map((letter) => [letter, letter === 'Need' ? 0.4 * random.next() : random.next()]))
  const inOrder = letters.toSorted((one, other) => (after.get(one) ?? 0) - (after.get(other) ?? 0))
  if (verdict === 'convert')
    return inOrder.filter((letter) => letter !== missing).map((letter) => ({ letter, isMet: true }))
  const known = inOrder.slice(0, random.whole(1, 3))
  const last = known.length - 1
  const isAgainst = verdict === 'dead_end' && random.chance(0.62)
  return known.map((letter, at) => ({ letter, isMet: at !== last || !isAgainst }))
}
