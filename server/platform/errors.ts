/** What kind of no it is; the edge turns each into a status of its own. */
export type RefusalKind =
  | 'malformed' // the request cannot be understood
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'wrong_verb' // the address is known, and takes others
  | 'conflict' // somebody or something else won
  | 'stale' // If-Match no longer holds
  | 'too_large'
  | 'address_too_long'
  | 'unsupported'
  | 'rule' // understood, and a rule says no
  | 'too_many'
  | 'unavailable'

export type RefusalDetails = {
  readonly kind?: RefusalKind
  /** The API name of the field at fault. */
  readonly field?: string
  readonly value?: unknown
  /** The rule that was kept, as a sentence. */
  readonly rule?: string
  /** The way on: what to do instead, as a button's words and an address inside the web. */
  readonly way?: { readonly label: string; readonly href?: string; readonly action?: string }
  /** Further refusals of the same request or record. */
  readonly others?: readonly Refusal[]
  /** Ids and facts a program needs, e.g. the winner of a conflict. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/** A no with a code for programs and a sentence a person can act on. Only the edges catch it. */
export class Refusal extends Error {
  readonly code: string
  readonly details: RefusalDetails

  constructor(code: string, sentence: string, details: RefusalDetails = {}) {
    super(sentence)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }

  get kind(): RefusalKind {
    return this.details.kind ?? 'rule'
  }
}

/** One refusal that carries all of them; undefined when there are none. */
export function together(refusals: readonly Refusal[]): Refusal | undefined {
  const [first, ...others] = refusals
  if (first === undefined || others.length === 0) return first
  return new Refusal(first.code, first.message, { ...first.details, others })
}

/** Throws the refusals, if there are any. */
export function refuseAny(refusals: readonly Refusal[]): void {
  const refusal = together(refusals)
  if (refusal !== undefined) throw refusal
}

/** All refusals inside one, itself first. */
export const eachRefusal = (refusal: Refusal): readonly Refusal[] => [refusal, ...(refusal.details.others ?? [])]

export const notFound = (what: string, id?: string): Refusal =>
  new Refusal(
    'not_found',
    `There is no ${what} here${id === undefined ? '' : ` with the id ${id}`}, or you may not see it.`,
    {
      kind: 'not_found',
    },
  )

export const forbidden = (sentence: string): Refusal => new Refusal('forbidden', sentence, { kind: 'forbidden' })
