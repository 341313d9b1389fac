import { inSavepoint } from '../../../platform/tx.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { isObject, NothingKept, objectIn, type Answer, type Asked, type Here, type Operation } from './asked.ts'
import { answerTo, askedByPart, carriedOut, halted, isFailure, methodIn, type Part } from './parts.ts'
import { filled, filledAddress } from './references.ts'

const MOST_PARTS = 25
/** Of those that read or write many records at once. */
const MOST_OF_MANY = 5
const MOST_GRAPHS = 75
const MOST_NODES = 500

type NamedPart = Part & { readonly referenceId: string }

/** POST /composite: up to 25 requests, each of which may use what earlier ones were answered. */
export const composite: Operation = async (here, asked) => {
  const { allOrNone, compositeRequest } = objectIn(asked.body)
  const parts = partsIn(compositeRequest, Infinity)
  const tooMany = tooManyOf(parts)
  if (tooMany !== undefined) return { status: 400, body: { compositeResponse: [tooMany] } }
  const answers = await inTurn(here, asked, parts, allOrNone === true)
  const answer = { status: 200, body: { compositeResponse: presented(parts, answers) } }
  if (allOrNone === true && answers.some(isFailure)) throw new NothingKept(answer)
  return answer
}

/** What is answered in place of all parts when there are too many. */
function tooManyOf(parts: readonly NamedPart[]): Record<string, unknown> | undefined {
  const ofMany = parts.filter(({ url }) =>
    /\/v\d+\.0\/+(?:query|queryAll|composite\/+sobjects)(?:[/?]|$)/i.test(url),
  ).length
  const message =
    parts.length > MOST_PARTS
      ? `The request can’t contain more than ${MOST_PARTS} operations.`
      : ofMany > MOST_OF_MANY
        ? `The request can’t contain more than ${MOST_OF_MANY} query and sObject Collections operations.`
        : undefined
  if (message === undefined) return undefined
  return { body: [{ errorCode: 'LIMIT_EXCEEDED', message }], httpHeaders: {}, httpStatusCode: 400, referenceId: null }
}

/** POST /composite/graph: several lists of requests, each kept as a whole or not at all. */
export const graph: Operation = async (here, asked) => {
  const { graphs } = objectIn(asked.body)
  const read = graphsIn(graphs)
  const shown = []
  // One after the other: a graph is one piece of work, and its parts build on each other.
  for (const { graphId, parts } of read) shown.push({ graphId, ...(await oneGraph(here, asked, parts)) })
  return { status: 200, body: { graphs: shown } }
}

async function oneGraph(here: Here, asked: Asked, parts: readonly NamedPart[]) {
  try {
    const answers = await inSavepoint(here.tx, async () => {
      const all = await inTurn(here, asked, parts, true)
      if (all.some(isFailure)) throw new NothingKept({ status: 200, body: presented(parts, all) })
      return all
    })
    return { graphResponse: { compositeResponse: presented(parts, answers) }, isSuccessful: true }
  } catch (error) {
    if (!(error instanceof NothingKept)) throw error
    return { graphResponse: { compositeResponse: error.answer.body }, isSuccessful: false }
  }
}

/** Answers in order. With allOrNone the first failure ends it, and every other part is said to be undone. */
async function inTurn(here: Here, whole: Asked, parts: readonly NamedPart[], allOrNone: boolean): Promise<Answer[]> {
  const answered = new Map<string, unknown>()
  const answers: Answer[] = []
  for (const [at, part] of parts.entries()) {
    const answer = await one(here, whole, part, answered)
    answers.push(answer)
    if (!isFailure(answer)) answered.set(part.referenceId, answer.body)
    else if (allOrNone) return parts.map((_, place) => (place === at ? answer : halted()))
  }
  return answers
}

async function one(here: Here, whole: Asked, part: NamedPart, answered: ReadonlyMap<string, unknown>): Promise<Answer> {
  try {
    const asked = askedByPart(whole, {
      ...part,
      url: filledAddress(part.url, answered),
      body: filled(part.body, answered),
    })
    refuseNesting(asked)
    return await carriedOut(here, asked)
  } catch (error) {
    return answerTo(error)
  }
}

/** Collections may stand inside; a composite request inside a composite one may not. */
export function refuseNesting({ path }: Asked): void {
  const [first, second] = path[0]?.toLowerCase() === 'tooling' ? path.slice(1) : path
  if (first?.toLowerCase() !== 'composite' || second?.toLowerCase() === 'sobjects') return
  throw dialectRefusal(
    'INVALID_HTTP_METHOD',
    'A composite request cannot hold another one, other than collections of records.',
  )
}

const presented = (parts: readonly NamedPart[], answers: readonly Answer[]) =>
  answers.map(({ status, body = null, headers = {} }, at) => ({
    body,
    httpHeaders: httpHeaders(headers),
    httpStatusCode: status,
    referenceId: parts[at]?.referenceId,
  }))

const httpHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase()),
      value,
    ]),
  )

function partsIn(list: unknown, most: number): NamedPart[] {
  if (!Array.isArray(list)) throw wrongShape("A list of requests is expected under 'compositeRequest'.")
  if (list.length > most)
    throw dialectRefusal('LIMIT_EXCEEDED', `Limit reached for number of subrequests. At most ${most} are allowed.`)
  const seen = new Set<string>()
  return list.map((entry) => {
    if (!isObject(entry)) throw wrongShape('A subrequest is an object with method, url and referenceId.')
    const { method, url, referenceId, body, httpHeaders: headers } = entry
    if (typeof url !== 'string' || method === undefined) throw wrongShape('A subrequest needs a method and a url.')
    if (typeof referenceId !== 'string' || !/^[A-Za-z][\w-]*$/.test(referenceId))
      throw wrongShape('A subrequest needs a referenceId: a letter, then letters, digits and underscores.')
    if (seen.has(referenceId)) throw wrongShape(`The referenceId '${referenceId.slice(0, 80)}' stands twice.`)
    seen.add(referenceId)
    return { method: methodIn(method), url, referenceId, body, headers }
  })
}

function graphsIn(list: unknown): { readonly graphId: string; readonly parts: readonly NamedPart[] }[] {
  if (!Array.isArray(list)) throw wrongShape("A list of graphs is expected under 'graphs'.")
  if (list.length > MOST_GRAPHS) throw dialectRefusal('LIMIT_EXCEEDED', `At most ${MOST_GRAPHS} graphs are allowed.`)
  const seen = new Set<string>()
  const graphs = list.map((entry) => {
    const { graphId, compositeRequest } = objectIn(entry)
    if (typeof graphId !== 'string' || seen.has(graphId)) throw wrongShape('Every graph needs a graphId of its own.')
    seen.add(graphId)
    return { graphId, parts: partsIn(compositeRequest, MOST_NODES) }
  })
  const nodes = graphs.reduce((sum, { parts }) => sum + parts.length, 0)
  if (nodes > MOST_NODES)
    throw dialectRefusal('LIMIT_EXCEEDED', `At most ${MOST_NODES} nodes are allowed in all graphs together.`)
  return graphs
}

const wrongShape = (message: string) => dialectRefusal('JSON_PARSER_ERROR', message)
