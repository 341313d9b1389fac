import { dialectRefusal } from '../dialect/errors.ts'
import { isObject, objectIn, type Answer, type Operation } from './asked.ts'
import { refuseNesting } from './composite.ts'
import { answerTo, askedByPart, carriedOut, isFailure, methodIn, type Part } from './parts.ts'

const MOST_PARTS = 25

/** POST /composite/batch: up to 25 requests that know nothing of each other. */
export const batch: Operation = async (here, asked) => {
  const { batchRequests, haltOnError } = objectIn(asked.body)
  const answers: Answer[] = []
  for (const part of batchPartsIn(batchRequests)) {
    if (haltOnError === true && answers.some(isFailure)) answers.push(notBegun())
    else {
      try {
        const inside = askedByPart(asked, part)
        refuseNesting(inside)
        answers.push(await carriedOut(here, inside))
      } catch (error) {
        answers.push(answerTo(error))
      }
    }
  }
  return {
    status: 200,
    body: {
      hasErrors: answers.some(isFailure),
      results: answers.map(({ status, body = null }) => ({ statusCode: status, result: body })),
    },
  }
}

function batchPartsIn(list: unknown): Part[] {
  if (!Array.isArray(list) || list.length === 0)
    throw dialectRefusal('JSON_PARSER_ERROR', "A list of requests is expected under 'batchRequests'.")
  if (list.length > MOST_PARTS)
    throw dialectRefusal(
      'LIMIT_EXCEEDED',
      `Limit reached for number of subrequests. At most ${MOST_PARTS} are allowed.`,
    )
  return list.map((entry) => {
    const { method, url, richInput } = isObject(entry) ? entry : {}
    if (typeof url !== 'string') throw dialectRefusal('JSON_PARSER_ERROR', 'A subrequest needs a method and a url.')
    return { method: methodIn(method), url, body: richInput }
  })
}

const notBegun = (): Answer => ({
  status: 412,
  body: [
    {
      errorCode: 'BATCH_PROCESSING_HALTED',
      message: 'Batch processing halted per request. Batch processing was halted by haltOnError.',
    },
  ],
})
