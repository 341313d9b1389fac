import { Refusal } from './errors.ts'

/**
 * What PostgreSQL refused, as a refusal of ours; undefined when it is no such thing. A room says it better
 * where it knows more: this is the net below. Constraints are named so that their name is the rule.
 */
export function refusalOfBreach(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  const rule = 'constraint' in error && typeof error.constraint === 'string' ? sentenceOf(error.constraint) : undefined
  const refusal = breaches[error.code]?.(rule)
  return refusal === undefined ? undefined : Object.assign(refusal, { cause: error })
}

type Breach = (rule: string | undefined) => Refusal

const malformedText: Breach = () =>
  new Refusal('malformed_text', 'A text in this request holds characters that cannot be kept, such as a NUL byte or half a character. Remove them and send it again.', {
    kind: 'malformed',
  })

const breaches: Readonly<Record<string, Breach>> = {
  '23505': (rule) =>
    new Refusal('duplicate_value', `Somebody else saved the same value first. ${rule ?? 'It may be there only once.'}`, { kind: 'conflict', rule }),
  '23514': (rule) => new Refusal('rule_broken', `This cannot be kept as it is. ${rule ?? 'A rule of the database says no.'}`, { rule }),
  '23503': (rule) => new Refusal('still_referred_to', 'This points to a record that is not there, or another record still points to it.', { kind: 'conflict', rule }),
  '23502': () => new Refusal('required_field_missing', 'A value that must be there is missing.'),
  '22021': malformedText,
  '22P05': malformedText,
  '22P02': () => new Refusal('malformed_value', 'A value in this request is not of the kind that is expected there.', { kind: 'malformed' }),
  '22003': () => new Refusal('number_outside_valid_range', 'A number in this request is too large to be kept.'),
  '22001': () => new Refusal('string_too_long', 'A text in this request is longer than what can be kept.'),
  '53100': () =>
    new Refusal('disk_full', 'The disk of the database is full, so nothing can be saved. What was saved before is safe. Ask whoever runs Assay to make room.', {
      kind: 'unavailable',
      facts: { retryAfterSeconds: 60 },
    }),
  '53300': () => new Refusal('database_busy', 'The database has no connection free at the moment. Try again in a few seconds.', { kind: 'unavailable' }),
  '57014': () => new Refusal('took_too_long', 'This took longer than it may, and was stopped. Nothing was changed. Ask for less at a time.', { kind: 'unavailable' }),
  '55P03': () => new Refusal('record_locked', 'Somebody is saving the same record at this moment. Try again.', { kind: 'conflict' }),
}

/** `a_username_belongs_to_one_user` → 'A username belongs to one user.'; names that are no sentence are not shown. */
function sentenceOf(constraint: string): string | undefined {
  const words = constraint.split('_')
  if (words.length < 4 || /(_pkey|_fkey|_key|_check|_idx)$/.test(constraint)) return undefined
  const sentence = words.join(' ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}
