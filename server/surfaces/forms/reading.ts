import { decodeId, encodeId, objectOfId } from '../../../shared/ids.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { settingsOf } from '../../ground/orgs/settings.ts'
import { emailKey, isDepartmentEmail } from '../../ground/people/email.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import { customFieldNames } from './customFields.ts'
import { decodePost, type SentField } from './decoding.ts'
import type { Mended, StoredPost } from './post.ts'
import { stampSecret } from './posts.sql.ts'
import { stampFault } from './stamp.ts'
import { completed, understand, type Understanding } from './understanding.ts'
import type { WebForm } from './webForm.ts'
import { formsById } from './webForms.sql.ts'
import { dateOrderOf } from './writtenDates.ts'

/** A post in words, ready to become a lead or an inquiry. */
export type ReadPost = {
  readonly post: StoredPost
  readonly form: WebForm | undefined
  /** The lead's fields by API name, with what a form may leave out. */
  readonly draft: Readonly<Record<string, string | boolean>>
  readonly understanding: Understanding
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  /** Who this is, for two posts of one stranger at once; blank when nobody can say. */
  readonly whoKey: string
  readonly notes: readonly string[]
}

/** A post that does not become anything by itself, and why. */
export type Halted = {
  readonly post: StoredPost
  readonly formId: number | null
  readonly state: 'waiting' | 'spam'
  readonly code: string
  readonly reason: string
}

/** Reads stored posts: bytes to fields, fields to a lead, traps to a verdict; one answer each, in order. */
export async function readPosts(tx: Tx, posts: readonly StoredPost[]): Promise<(ReadPost | Halted)[]> {
  const definition = await definitionOf(tx, 'Lead')
  const decoded = await Promise.all(posts.map((post) => decodePost(post)))
  const sent = decoded.map((one, at) =>
    one instanceof Refusal ? [] : mendedFields(one.fields, posts[at]?.mended ?? {}),
  )
  const custom = await customFieldNames(
    tx,
    sent.flatMap((fields) => fields.map(({ name }) => name)),
  )
  const order = dateOrderOf((await settingsOf(tx)).country)
  const understood = sent.map((fields) => understand(definition, custom, fields, order))
  const forms = await formsOf(tx, understood)
  const secret = understood.some(({ control }) => control.stamp !== '') ? await stampSecret(tx) : ''
  return posts.map((post, at) => {
    const outcome = decoded[at]
    const understanding = understood[at]
    if (outcome === undefined || understanding === undefined) throw new RangeError('Every post is decoded.')
    const form = forms.get(formIdIn(understanding) ?? 0)
    const formId = form?.id ?? null
    if (outcome instanceof Refusal)
      return { post, formId, state: 'waiting', code: outcome.code, reason: outcome.message }
    const trap = post.vouchedById === null ? trapped(post, understanding, form, secret) : undefined
    if (trap !== undefined) return { post, formId, state: 'spam', ...trap }
    return readOne(post, form, understanding, sent[at] ?? [], outcome.notes)
  })
}

/** What was sent, with what somebody mended since. */
export function mendedFields(fields: readonly SentField[], mended: Mended): SentField[] {
  const kept = fields.filter(({ name }) => mended[name] === undefined)
  return [...kept, ...Object.entries(mended).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]))]
}

async function formsOf(tx: Tx, understood: readonly Understanding[]): Promise<Map<number, WebForm>> {
  const ids = [...new Set(understood.flatMap((one) => formIdIn(one) ?? []))]
  return ids.length === 0 ? new Map() : new Map((await formsById(tx, ids)).map((form) => [form.id, form]))
}

export function formIdIn({ control }: Understanding): number | undefined {
  const id = decodeId(control.form)
  return id !== undefined && objectOfId(id) === 'WebForm' ? id : undefined
}

function trapped(
  post: StoredPost,
  { control }: Understanding,
  form: WebForm | undefined,
  secret: string,
): { readonly code: string; readonly reason: string } | undefined {
  if (control.trap !== '')
    return { code: 'honeypot', reason: 'A field that people do not see was filled, as programs do.' }
  const fault =
    control.stamp === '' || form === undefined ? undefined : stampFault(secret, form.id, control.stamp, post.receivedAt)
  return fault === undefined ? undefined : { code: 'time_trap', reason: fault }
}

function readOne(
  post: StoredPost,
  form: WebForm | undefined,
  understanding: Understanding,
  sent: readonly SentField[],
  notes: readonly string[],
): ReadPost {
  const draft = completed(understanding.lead, sent, form?.leadSource ?? null)
  const email = String(draft.Email ?? '')
  const lastName = String(draft.LastName ?? '').trim()
  const key = emailKey(email)
  const strange =
    understanding.unknown.length === 0
      ? []
      : [`Not understood: ${understanding.unknown.slice(0, 20).join(', ').slice(0, 400)}.`]
  return {
    post,
    form,
    understanding,
    draft: form?.ownerId === undefined || form.ownerId === null ? draft : { ...draft, OwnerId: encodeId(form.ownerId) },
    email,
    firstName: String(draft.FirstName ?? '').trim(),
    lastName,
    whoKey: key !== '' && isDepartmentEmail(email) ? `${key} ${lastName.toLowerCase()}` : key,
    // PostgreSQL keeps no NUL byte, not even in a note about one.
    notes: [...notes, ...strange].map((note) => note.replaceAll('\u0000', '␀')),
  }
}
