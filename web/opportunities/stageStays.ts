import { textOf } from '../ui/textOf.ts'

/** One change of a field, as the API tells it. */
export type StageChange = Readonly<{
  field: string
  oldValue: unknown
  newValue: unknown
  at: string
  by: Readonly<{ Id: string; Name: string | null }> | null
}>

/** A stay in a stage; `days` are whole days from `from` (ISO, UTC) to the next move or now. */
export type StageStay = Readonly<{ stage: string; from: string; days: number; by: string | null }>

const DAY_MS = 86_400_000

/** The stays of a deal out of its changes in any order, the latest first. */
export function stageStays(
  changes: readonly StageChange[],
  deal: Readonly<{ stage: string; createdAt: string; now: string }>,
): readonly StageStay[] {
  const moves = changes
    .filter(({ field, oldValue }) => field === 'StageName' && oldValue !== null && oldValue !== undefined)
    .sort((one, other) => one.at.localeCompare(other.at))
  const stays = [
    { stage: textOf(moves[0]?.oldValue) || deal.stage, from: deal.createdAt, by: null },
    ...moves.map((move) => ({ stage: textOf(move.newValue), from: move.at, by: move.by?.Name ?? null })),
  ]
  return stays
    .map((stay, at) => ({
      ...stay,
      days: Math.max(0, Math.floor((Date.parse(stays[at + 1]?.from ?? deal.now) - Date.parse(stay.from)) / DAY_MS)),
    }))
    .toReversed()
}
