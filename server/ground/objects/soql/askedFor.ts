import type { AskedFor } from '../definition.ts'
import { gathered } from './gathered.ts'
import type { Condition, Path } from './syntax.ts'

/** The texts every row of a query must hold, as far as its conditions say so plainly. */
export function askedFor(
  where: Condition | undefined,
  namesOf: (path: Path) => readonly string[],
): readonly AskedFor[] {
  if (where === undefined) return []
  const whole = gathered(where)
  return ('and' in whole ? whole.and : [whole]).flatMap((one) => {
    if (!('left' in one) || !('names' in one.left)) return []
    const literals = 'value' in one && one.operator === '=' ? [one.value] : listed(one)
    const values = literals.flatMap((literal) =>
      literal.kind === 'string' && !literal.raw.includes('\\') ? [literal.raw.toLowerCase()] : [],
    )
    // A value that is not plain text could be any.
    if (values.length === 0 || values.length < literals.length) return []
    return [{ path: namesOf(one.left).map((name) => name.toLowerCase()), values }]
  })
}

const listed = (one: Condition) => ('values' in one && one.operator === 'in' ? one.values : [])
