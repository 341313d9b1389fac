import { emailKey, normaliseEmail } from '../../ground/people/email.ts'
import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { merged } from '../../processes/mail/letter.ts'
import { queueMail, wereWrittenSince } from '../../processes/mail/mail.ts'
import { oneLine, type NewMail } from '../../processes/mail/message.ts'
import { makeContentLinks } from './content.ts'
import type { WebForm } from './webForm.ts'
import type { Accepted } from './accepted.ts'

const A_DAY_MS = 86_400_000
// The subject may hold a name, which anybody can type a thousand of.
const MOST_A_DAY = 5

type Answer = { readonly one: Accepted; readonly form: WebForm; readonly subject: string }

/**
 * Queues the thank-you letters of forms that have one, with the link to their content. The same letter goes to an
 * address once a day: a form must not be a way to flood a stranger's mailbox.
 */
export async function answerVisitors(tx: Tx, publicUrl: string, accepted: readonly Accepted[]): Promise<void> {
  const wanted = accepted.flatMap((one): Answer[] => {
    const { form } = one
    if (form === undefined || !form.autoResponse || emailKey(one.email) === '') return []
    return [{ one, form, subject: oneLine(merged(form.autoResponseSubject ?? '', wordsOf(one, form)), 250) }]
  })
  if (wanted.length === 0) return
  const written = await wereWrittenSince(
    tx,
    'auto_response',
    wanted.map(({ one }) => normaliseEmail(one.email)),
    new Date(tx.now.getTime() - A_DAY_MS),
  )
  const answers = unwritten(wanted, written)
  const gated = answers.filter(({ form }) => form.contentUrl !== null)
  const links = await makeContentLinks(
    tx,
    publicUrl,
    gated.map(({ one, form }) => ({ form, formPostId: one.post.id, personId: one.who.personId })),
  )
  await queueMail(
    tx,
    theProgram,
    answers.map((answer) => letterOf(answer, links[gated.indexOf(answer)])),
  )
}

/** Those whose letter did not go to their address today, and whose address has not had its share of letters. */
function unwritten(wanted: readonly Answer[], written: Map<string, number>): Answer[] {
  const ofAddress = new Map<string, number>()
  // No address has a blank in it.
  for (const [key, count] of written) raise(ofAddress, key.split(' ', 1)[0] ?? '', count)
  return wanted.filter(({ one, subject }) => {
    const address = normaliseEmail(one.email).toLowerCase()
    const key = `${address} ${subject}`
    if (written.has(key) || (ofAddress.get(address) ?? 0) >= MOST_A_DAY) return false
    written.set(key, 1)
    raise(ofAddress, address, 1)
    return true
  })
}

const raise = (counts: Map<string, number>, key: string, by: number): unknown =>
  counts.set(key, (counts.get(key) ?? 0) + by)

const wordsOf = ({ draft }: Accepted, form: WebForm): Readonly<Record<string, string>> => ({
  first_name: String(draft.FirstName ?? ''),
  last_name: String(draft.LastName ?? ''),
  form: form.name,
})

const CONTENT_LINK = /[ \t]*\{\{\s*content_link\s*\}\}[ \t]*/g

function letterOf({ one, form, subject }: Answer, link: string | undefined): NewMail {
  const body = form.autoResponseBody ?? ''
  const withLink =
    link === undefined
      ? body.replace(CONTENT_LINK, '')
      : CONTENT_LINK.test(body)
        ? body.replace(CONTENT_LINK, `\n${link}\n`)
        : `${body}\n\n${form.contentLabel ?? 'Your content'}:\n${link}`
  return {
    kind: 'transactional',
    purpose: 'auto_response',
    to: one.email,
    toName: merged('{{first_name}} {{last_name}}', wordsOf(one, form)),
    personId: one.who.personId,
    subject,
    text: merged(withLink, wordsOf(one, form)),
  }
}
