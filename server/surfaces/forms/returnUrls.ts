import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import { notFound, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { allowedReturnUrl, hostPattern } from './returnUrl.ts'
import { allowedRows, deleteAllowed, insertAllowed, type AllowedReturnUrl } from './returnUrls.sql.ts'

/** The hosts visitors may be sent on to after a form. */
export const listAllowedReturnUrls = (tx: Tx): Promise<AllowedReturnUrl[]> => allowedRows(tx)

/** Puts a host on the list; answers the pattern as it is kept. Needs `set_up`: a wrong entry sends visitors to strangers. */
export async function allowReturnUrl(tx: Tx, actor: Actor, text: string): Promise<string> {
  refuseUnlessHas(actor, 'set_up', 'say where visitors are sent after a form')
  const pattern = hostPattern(text)
  if (pattern === undefined) {
    throw new Refusal(
      'invalid_host',
      `'${text.slice(0, 80)}' is no host. Write www.example.com, or *.example.com for all hosts below it.`,
      {
        field: 'Pattern',
        value: text.slice(0, 200),
        rule: 'An entry is a host, perhaps with *. before it and a port behind it.',
      },
    )
  }
  await insertAllowed(tx, pattern, actor.userId)
  told(tx, actor, 'allowed', pattern)
  return pattern
}

export async function disallowReturnUrl(tx: Tx, actor: Actor, pattern: string): Promise<void> {
  refuseUnlessHas(actor, 'set_up', 'say where visitors are sent after a form')
  if ((await deleteAllowed(tx, pattern)) === 0) throw notFound(`allowed host '${pattern.slice(0, 80)}'`)
  told(tx, actor, 'removed', pattern)
}

const told = (tx: Tx, { userId }: Actor, act: string, name: string): void =>
  announce(tx, { type: `return_address.${act}`, recordIds: [tx.org.id], actorId: userId, payload: { name } })

/** The first of these addresses a visitor may be sent to; undefined when none is allowed. */
export async function firstAllowed(tx: Tx, texts: readonly string[]): Promise<string | undefined> {
  const wanted = texts.filter((text) => text !== '')
  if (wanted.length === 0) return undefined
  const patterns = (await allowedRows(tx)).map(({ pattern }) => pattern)
  for (const text of wanted) {
    const url = allowedReturnUrl(text, patterns)
    if (url !== undefined) return url
  }
  return undefined
}
