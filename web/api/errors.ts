/** One refusal of the API: what rule it keeps, in a sentence, and the way on. `field` names the field it stands at. */
export type Problem = Readonly<{
  code: string
  message: string
  field?: string
  value?: unknown
  rule?: string
  way?: Readonly<{ label: string; href?: string; action?: string }>
  /** Ids and facts beside the sentence: the winner of a conflict, the likely duplicates. */
  facts?: Readonly<Record<string, unknown>>
}>

/** What the API answers instead of a result. `status` 0 means that the server could not be reached. */
export class ApiError extends Error {
  readonly status: number
  readonly problems: readonly Problem[]
  readonly retryAfterSeconds: number | undefined
  /** The whole answer: some refusals say more, such as who won a conflict or the likely duplicates. */
  readonly body: unknown

  constructor(status: number, problems: readonly Problem[], more: { retryAfterSeconds?: number; body?: unknown } = {}) {
    super(problems[0]?.message ?? 'The server refused this without a reason.')
    this.name = 'ApiError'
    this.status = status
    this.problems = problems
    this.retryAfterSeconds = more.retryAfterSeconds
    this.body = more.body
  }
}

/** The problems of anything thrown, for a notice on the page. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ApiError) return error.problems
  return [{ code: 'page_failed', message: 'This page ran into a fault of its own. Reload it; nothing saved is lost.' }]
}

/** Field name → sentence, for the errors that stand at fields; the rest stays for a notice. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {}
  const found: Record<string, string> = {}
  for (const problem of error.problems) {
    if (problem.field !== undefined && found[problem.field] === undefined) found[problem.field] = problem.message
  }
  return found
}

/** The problems that belong to no field of the given list, so that nothing is said twice or not at all. */
export const problemsBesides = (error: unknown, fields: readonly string[]): readonly Problem[] =>
  problemsOf(error).filter((problem) => problem.field === undefined || !fields.includes(problem.field))
