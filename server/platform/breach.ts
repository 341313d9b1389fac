import { Refusal } from './errors.ts'

const BREACHES = new Set(['23505', '23514', '23503', '23P01', '23502'])

/**
 * Turns the breach of a database constraint into a sentence. Constraints are named as the rule they keep
 * (`a_person_is_in_a_campaign_once`), so the name is the sentence; any other error stays what it is.
 */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !BREACHES.has(error.code)) return error
  const name = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : ''
  const words = name.replaceAll('_', ' ')
  const rule = words === '' ? 'The database keeps a rule that this would break.' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
  const taken = error.code === '23505'
  return Object.assign(
    new Refusal(taken ? 'duplicate_value' : 'rule_broken', taken ? `${rule} Somebody or something was there first; read again and decide.` : rule, { kind: taken ? 'conflict' : 'rule', rule, facts: { constraint: name } }),
    { cause: error },
  )
}
