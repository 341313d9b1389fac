import { dialectRefusal } from '../dialect/errors.ts'
import type { Answer } from '../rest/asked.ts'
import { answerTo } from '../rest/parts.ts'

const MOST_AT_ONCE = 200

/** The things a batch names, separated by commas. */
export function namesIn(list: string): readonly string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  if (names.length >= 1 && names.length <= MOST_AT_ONCE) return names
  throw dialectRefusal(
    'ILLEGAL_QUERY_PARAMETER_VALUE',
    `A batch names 1 to ${MOST_AT_ONCE} things, separated by commas.`,
  )
}

/** What is asked of each, one answer after the other; one that is refused says so in its place. */
export async function eachAnswered(
  names: readonly string[],
  answered: (name: string) => Promise<object>,
): Promise<Answer> {
  const results: { readonly result: unknown; readonly statusCode: number }[] = []
  for (const name of names) results.push(await oneAnswered(name, answered))
  return batchOf(results)
}

export const batchOf = (results: readonly { readonly result: unknown; readonly statusCode: number }[]): Answer => ({
  status: 200,
  body: { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results },
})

async function oneAnswered(name: string, answered: (name: string) => Promise<object>) {
  try {
    return { result: await answered(name), statusCode: 200 }
  } catch (error) {
    const { status, body } = answerTo(error)
    return { result: body, statusCode: status }
  }
}
