import { Refusal, type RefusalDetails } from './errors.ts'

const CONSTRAINTS = new Set(['23505', '23514', '23503', '23P01', '23502'])

/**
 * Turns what PostgreSQL, or the system's disk, refused into a sentence. Constraints are named as the rule they keep
 * (`a_person_is_in_a_campaign_once`), so the name is the sentence; any other error stays what it is.
 */
export const asRefusal = (error: unknown): unknown => refusalOfBreach(error) ?? error

/** The same, and undefined for any other error. */
export function refusalOfBreach(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || error instanceof Refusal || !('code' in error) || typeof error.code !== 'string')
    return undefined
  const refusal = CONSTRAINTS.has(error.code) ? constraintRefusal(error) : otherRefusal(error.code)
  return refusal === undefined ? undefined : Object.assign(refusal, { cause: error })
}

function constraintRefusal(error: Error & { readonly code: unknown }): Refusal {
  const name = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : ''
  const words = name.replaceAll('_', ' ')
  const rule =
    words === ''
      ? 'The database keeps a rule that this would break.'
      : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
  const taken = error.code === '23505'
  const sentence = taken ? `${rule} Somebody or something was there first; read again and decide.` : rule
  return new Refusal(taken ? 'duplicate_value' : 'rule_broken', sentence, {
    kind: taken ? 'conflict' : 'rule',
    rule,
    facts: { constraint: name },
  })
}

/** Tried again as often as it makes sense, and somebody else was always there. */
export const recordLocked = (cause: unknown): Refusal => Object.assign(new Refusal(...locked), { cause })

type Other = readonly [code: string, sentence: string, details?: RefusalDetails]

function otherRefusal(code: string): Refusal | undefined {
  const other = others[code]
  return other === undefined ? undefined : new Refusal(...other)
}

const malformedText: Other = [
  'malformed_text',
  'A text in this request holds characters that cannot be kept, such as a NUL byte or half a character. Remove them and send it again.',
  { kind: 'malformed' },
]

const locked: Other = [
  'record_locked',
  'Somebody is saving the same record at this moment. Try again.',
  { kind: 'conflict' },
]

const scratchFull: Other = [
  'disk_full',
  'The disk on which Assay puts large files aside is full, so this cannot be done now. Nothing was changed. Ask whoever runs Assay to make room in its folder for temporary files.',
  { kind: 'unavailable', facts: { retryAfterSeconds: 60 } },
]

const others: Readonly<Record<string, Other>> = {
  '22021': malformedText,
  '22P05': malformedText,
  '22P02': [
    'malformed_value',
    'A value in this request is not of the kind that is expected there.',
    { kind: 'malformed' },
  ],
  '22003': ['number_outside_valid_range', 'A number in this request is too large to be kept.'],
  '22007': ['malformed_value', 'A date or time in this request cannot be understood.', { kind: 'malformed' }],
  '22008': ['malformed_value', 'A date or time in this request lies outside the calendar.', { kind: 'malformed' }],
  '54000': [
    'string_too_long',
    'A text in this request is too long for a field whose values are looked up, such as a unique one.',
  ],
  '22001': ['string_too_long', 'A text in this request is longer than what can be kept.'],
  '53100': [
    'disk_full',
    'The disk of the database is full, so nothing can be saved. What was saved before is safe. Ask whoever runs Assay to make room.',
    { kind: 'unavailable', facts: { retryAfterSeconds: 60 } },
  ],
  // Of the system, for what is put aside in files.
  ENOSPC: scratchFull,
  EDQUOT: scratchFull,
  '53300': [
    'database_busy',
    'The database has no connection free at the moment. Try again in a few seconds.',
    { kind: 'unavailable' },
  ],
  '57014': [
    'took_too_long',
    'This took longer than it may, and was stopped. Nothing was changed. Ask for less at a time.',
    { kind: 'unavailable' },
  ],
  '55P03': locked,
}
