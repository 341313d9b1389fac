import { isObject, type Answer, type Asked, type Here } from './asked.ts'
import { addressOf, askedByPart, methodIn } from './parts.ts'

const MOST = 25

/**
 * The parts of a composite request that only read what other rooms answer (describe, limits, list views …). They are asked
 * for before the transaction is opened: a request that holds one connection must not wait for a second.
 */
export function partsElsewhere(asked: Asked, operationOf: Here['operationOf']): readonly Asked[] {
  if (asked.method !== 'POST' || asked.path[0]?.toLowerCase() !== 'composite' || !isObject(asked.body)) return []
  const { compositeRequest, batchRequests, graphs } = asked.body
  const inGraphs = listIn(graphs).flatMap((graph) => (isObject(graph) ? listIn(graph.compositeRequest) : []))
  const found = [...listIn(compositeRequest), ...listIn(batchRequests), ...inGraphs].flatMap((part) => {
    const inside = askedIn(asked, part)
    return inside !== undefined && inside.method === 'GET' && operationOf(inside) === undefined ? [inside] : []
  })
  return found.slice(0, MOST)
}

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A part that cannot be understood is refused in its turn. */
function askedIn(whole: Asked, part: unknown): Asked | undefined {
  if (!isObject(part) || typeof part.url !== 'string' || part.url.includes('@{')) return undefined
  try {
    return askedByPart(whole, { method: methodIn(part.method), url: part.url })
  } catch {
    return undefined
  }
}

/** Asks for each of them, by whoever can carry out a request. */
export async function answersElsewhere(
  parts: readonly Asked[],
  get: (address: string) => Promise<Answer>,
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>()
  for (const part of parts) {
    const address = addressOf(part)
    if (!answers.has(address)) answers.set(address, await get(address.slice('GET '.length)))
  }
  return answers
}
