import type { Draft } from '../../ground/objects/drafts.ts'

const RECURRENCE = /^(?:Is)?Recurrence/i

const saysNo = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' ? /^(?:false)?$/i.test(value.trim()) : value === false)

/** Tools send records whole. What only says that a task or an event does not repeat is no wish; that it does is refused, by name. */
export const onlyOnce = (draft: Draft): Draft =>
  Object.keys(draft).some((name) => RECURRENCE.test(name))
    ? Object.fromEntries(Object.entries(draft).filter(([name, value]) => !(RECURRENCE.test(name) && saysNo(value))))
    : draft
