import { isLeaf, type SegmentCondition, type SegmentLeaf } from '../../shared/segmentCondition.ts'

/** A condition as the page writes it: groups that must all hold, each of leaves. */
export type Group = Readonly<{ join: Join; rows: readonly Row[] }>
export type Join = 'all' | 'any' | 'none'
export type Row = Readonly<{ leaf: SegmentLeaf; denied: boolean }>

export const joinWords = { all: 'All of these', any: 'Any of these', none: 'None of these' } as const

/** The groups of a condition; undefined for one that a program nested deeper than the page does. */
export function groupsOf(condition: SegmentCondition): readonly Group[] | undefined {
  const whole = groupOf(condition)
  if (whole !== undefined) return [whole]
  if (!('and' in condition)) return undefined
  const rows = condition.and.map(rowOf)
  const loose = rows.flatMap((row) => row ?? [])
  const nested = condition.and.filter((_, at) => rows[at] === undefined).map(groupOf)
  if (nested.includes(undefined)) return undefined
  return [...(loose.length === 0 ? [] : [{ join: 'all' as const, rows: loose }]), ...nested.flatMap((one) => one ?? [])]
}

function groupOf(condition: SegmentCondition): Group | undefined {
  const row = rowOf(condition)
  if (row !== undefined) return { join: 'all', rows: [row] }
  if ('not' in condition) return 'or' in condition.not ? groupFrom('none', condition.not.or) : undefined
  if ('or' in condition) return groupFrom('any', condition.or)
  return 'and' in condition ? groupFrom('all', condition.and) : undefined
}

function groupFrom(join: Join, parts: readonly SegmentCondition[]): Group | undefined {
  const rows = parts.map(rowOf)
  return rows.includes(undefined) ? undefined : { join, rows: rows.flatMap((row) => row ?? []) }
}

function rowOf(condition: SegmentCondition): Row | undefined {
  if (isLeaf(condition)) return { leaf: condition, denied: false }
  return 'not' in condition && isLeaf(condition.not) ? { leaf: condition.not, denied: true } : undefined
}

/** The condition groups stand for; empty ones ask for nothing. */
export function conditionOf(groups: readonly Group[]): SegmentCondition {
  return {
    and: groups
      .filter(({ rows }) => rows.length > 0)
      .map(({ join, rows }) => {
        const parts = rows.map(({ leaf, denied }): SegmentCondition => (denied ? { not: leaf } : leaf))
        if (join === 'all') return { and: parts }
        return join === 'any' ? { or: parts } : { not: { or: parts } }
      }),
  }
}
