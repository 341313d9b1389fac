import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/errors.ts'
import { inTransaction } from '../../platform/transactions.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Actor } from '../users/actor.ts'
import { callerOf, writing, type Caller } from './edge.ts'

/** Carries out what several requests ask for, by one verb on a list; one answer or refusal each, in order. */
type Work<Asked, Answer> = (tx: Tx, actor: Actor, asked: readonly Asked[]) => Promise<readonly (Answer | Refusal)[]>

type Waiting<Asked, Answer> = {
  readonly request: FastifyRequest
  readonly asked: Asked
  readonly answer: (answer: Answer) => void
  readonly fail: (error: unknown) => void
}

type Line<Asked, Answer> = { readonly waiting: Waiting<Asked, Answer>[]; underway: number; isCalled: boolean }

/** While PostgreSQL stores one group, the next is made ready. */
const MOST_UNDERWAY = 2
const MOST_TOGETHER = 32

/**
 * One verb on a list, for requests that each ask for one thing. Those that come while others of the same caller to the same address
 * are at work wait for them, and then go together, in one transaction: many who ask at once cost a third of what they would
 * one by one, and who asks alone waits for nobody. Whoever is refused in company is asked again alone, so that each is
 * answered as if it had been. As with `writing`, nothing is answered before the commit.
 */
export function writingTogether<Asked, Answer>(
  work: Work<Asked, Answer>,
): (request: FastifyRequest, asked: Asked) => Promise<Answer> {
  // A caller is remembered for two seconds at most, with the same permissions, and its lines go with it.
  const lines = new WeakMap<Caller, Map<string, Line<Asked, Answer>>>()
  return (request, asked) =>
    new Promise((answer, fail) => {
      const caller = callerOf(request)
      const ofCaller = lines.get(caller) ?? new Map<string, Line<Asked, Answer>>()
      lines.set(caller, ofCaller)
      const line = ofCaller.get(request.url) ?? { waiting: [], underway: 0, isCalled: false }
      ofCaller.set(request.url, line)
      line.waiting.push({ request, asked, answer, fail })
      callNext(line, work)
    })
}

/** Those whose requests are read in the same turn of Node go along. */
function callNext<Asked, Answer>(line: Line<Asked, Answer>, work: Work<Asked, Answer>): void {
  if (line.isCalled || line.underway >= MOST_UNDERWAY || line.waiting.length === 0) return
  line.isCalled = true
  setImmediate(() => {
    line.isCalled = false
    line.underway += 1
    void goTogether(line.waiting.splice(0, MOST_TOGETHER), work).finally(() => {
      line.underway -= 1
      callNext(line, work)
    })
    callNext(line, work)
  })
}

async function goTogether<Asked, Answer>(
  group: readonly Waiting<Asked, Answer>[],
  work: Work<Asked, Answer>,
): Promise<void> {
  const [first] = group
  if (first === undefined) return
  if (group.length === 1) return goAlone(first, work)
  try {
    const answers = await inOneTransaction(first.request, group, work)
    const askedAgain: Promise<void>[] = []
    for (const [at, one] of group.entries()) {
      const answer = answers[at]
      if (answer === undefined || answer instanceof Refusal) askedAgain.push(goAlone(one, work))
      else one.answer(answer)
    }
    await Promise.all(askedAgain)
  } catch (error) {
    // Where the database went away nobody knows what it still did: what may be there already is not made again.
    if (error instanceof Refusal && error.kind === 'unavailable') for (const { fail } of group) fail(error)
    else await Promise.all(group.map((one) => goAlone(one, work)))
  }
}

async function inOneTransaction<Asked, Answer>(
  request: FastifyRequest,
  group: readonly Waiting<Asked, Answer>[],
  work: Work<Asked, Answer>,
): Promise<readonly (Answer | Refusal)[]> {
  const { org, actor } = callerOf(request)
  for (const one of group) one.request.isWriting = true
  try {
    const asked = group.map((one) => one.asked)
    return await inTransaction(request.server.surroundings.db, org, (tx) => work(tx, actor, asked))
  } finally {
    for (const one of group) one.request.isWriting = false
  }
}

const goAlone = <Asked, Answer>(
  { request, asked, answer, fail }: Waiting<Asked, Answer>,
  work: Work<Asked, Answer>,
): Promise<void> =>
  writing(request, async (tx, actor) => {
    const [outcome] = await work(tx, actor, [asked])
    if (outcome instanceof Refusal) throw outcome
    if (outcome === undefined) throw new Error('A verb on a list of one answered nothing.')
    return outcome
  }).then(answer, fail)
