import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { decodeCursor, encodeCursor } from '../../ground/objects/cursor.ts'
import { drawId } from '../../ground/objects/ids.ts'
import { recordsById } from '../../ground/objects/list.ts'
import { may, roleName, type Actor } from '../../ground/users/actor.ts'
import { forbidden, notFound, Refusal, refuseAny } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { customFieldNames } from './customFields.ts'
import { firstAllowed } from './returnUrls.ts'
import { fieldOf } from './understanding.ts'
import { newForm, type FormDraft, type FormField, type WebForm } from './webForm.ts'
import {
  countedForm,
  formPage,
  insertForms,
  lockForm,
  markFormDeleted,
  updateForm,
  type CountedForm,
} from './webForms.sql.ts'

/** Whoever plans campaigns keeps their forms and what comes in through them. */
export function refuseUnlessKeepsForms(actor: Actor): void {
  if (may(actor, 'edit', 'Campaign')) return
  throw forbidden(
    `Your role (${roleName(actor.role)}) may not see or change web forms and what they bring in. Marketing, managers and administrators may.`,
  )
}

export type FormPage = { readonly forms: readonly CountedForm[]; readonly next: string | null }

export async function listForms(
  tx: Tx,
  actor: Actor,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<FormPage> {
  refuseUnlessKeepsForms(actor)
  const [at, id] = after === undefined ? [] : decodeCursor(after, 2)
  const before = {
    at: at instanceof Date ? at : new Date('9999-12-31T00:00:00Z'),
    id: typeof id === 'number' ? id : Number.MAX_SAFE_INTEGER,
  }
  const rows = await formPage(tx, before, limit + 1)
  const forms = rows.slice(0, limit)
  const last = rows.length > limit ? forms.at(-1) : undefined
  return { forms, next: last === undefined ? null : encodeCursor([last.createdAt, last.id]) }
}

export async function getForm(tx: Tx, actor: Actor, id: number): Promise<CountedForm> {
  refuseUnlessKeepsForms(actor)
  const [form] = await countedForm(tx, id)
  if (form === undefined) throw noSuchForm(id)
  return form
}

/** Makes a form; what is not said is as in `newForm`. */
export async function createForm(tx: Tx, actor: Actor, draft: Partial<FormDraft>): Promise<number> {
  refuseUnlessKeepsForms(actor)
  const form = { ...newForm, ...draft }
  refuseAny(await refusalsOf(tx, actor, form))
  const id = await drawId(tx, 'WebForm')
  await insertForms(tx, actor, [{ ...form, id }])
  told(tx, actor, 'created', { id, name: form.name })
  return id
}

/** Changes a form; HTML pasted before goes on to work, since it names only the form. */
export async function changeForm(
  tx: Tx,
  actor: Actor,
  id: number,
  draft: Partial<FormDraft>,
  ifVersion?: number,
): Promise<void> {
  refuseUnlessKeepsForms(actor)
  const [before] = await lockForm(tx, id)
  if (before === undefined) throw noSuchForm(id)
  if (ifVersion !== undefined && ifVersion !== before.version) {
    throw new Refusal(
      'stale',
      'Somebody changed this form since you read it. Read it again, and make your change on top.',
      { kind: 'stale', facts: { version: before.version } },
    )
  }
  const form: WebForm = { ...before, ...draft }
  refuseAny(await refusalsOf(tx, actor, form))
  await updateForm(tx, actor, form)
  told(tx, actor, 'changed', form)
}

/** Takes a form out of the lists. Pages that still carry it go on to bring in leads; nothing sent is lost. */
export async function deleteForm(tx: Tx, actor: Actor, id: number): Promise<void> {
  refuseUnlessKeepsForms(actor)
  const [form] = await lockForm(tx, id)
  if (form === undefined || (await markFormDeleted(tx, actor, id)) === 0) throw noSuchForm(id)
  told(tx, actor, 'removed', form)
}

const told = (tx: Tx, { userId }: Actor, act: string, { id, name }: Pick<WebForm, 'id' | 'name'>): void =>
  announce(tx, { type: `web_form.${act}`, recordIds: [id], actorId: userId, payload: { name } })

async function refusalsOf(tx: Tx, actor: Actor, form: FormDraft): Promise<Refusal[]> {
  const refusals: (Refusal | undefined)[] = [
    form.name.trim() === ''
      ? needed('Name', 'Give the form a name: it stands in the timeline of everybody who fills it.')
      : undefined,
    ...(await fieldRefusals(tx, form.fields)),
    form.autoResponse && !form.fields.some(({ name }) => name.toLowerCase() === 'email')
      ? needed(
          'Fields',
          'An auto-response needs an address to go to. Show the field email, or switch the auto-response off.',
        )
      : undefined,
    form.autoResponse && !(form.autoResponseSubject?.trim() && form.autoResponseBody?.trim())
      ? needed('AutoResponseBody', 'Write the subject and the text of the auto-response, or switch it off.')
      : undefined,
    form.contentUrl !== null && !/^https?:\/\/[^\s]+$/i.test(form.contentUrl)
      ? needed('ContentUrl', 'The content needs an address that begins with https://.')
      : undefined,
    form.contentUrl !== null && !form.autoResponse
      ? needed(
          'AutoResponse',
          'Content is delivered in the auto-response, so that only a real mailbox gets it. Switch the auto-response on.',
        )
      : undefined,
    form.returnUrl !== null && (await firstAllowed(tx, [form.returnUrl])) === undefined
      ? new Refusal(
          'return_url_not_allowed',
          'Visitors are sent only to hosts on the list of allowed return addresses, and this one is not there. Ask an administrator to add it.',
          {
            field: 'ReturnUrl',
            value: form.returnUrl,
            rule: 'A return address leads to an allowed host.',
            way: { label: 'Open allowed return addresses', href: '/setup/web-forms' },
          },
        )
      : undefined,
    ...(await referenceRefusals(tx, actor, form)),
  ]
  return refusals.filter((one) => one !== undefined)
}

const needed = (field: string, sentence: string): Refusal =>
  new Refusal('invalid_value', sentence, { field, rule: sentence })

async function fieldRefusals(tx: Tx, fields: readonly FormField[]): Promise<Refusal[]> {
  const definition = await definitionOf(tx, 'Lead')
  const custom = await customFieldNames(
    tx,
    fields.map(({ name }) => name),
  )
  const names = fields.map(({ name }) => name.toLowerCase())
  const unknown = fields.filter(({ name }) => fieldOf(definition, custom, name) === undefined)
  return [
    ...unknown.map(
      ({ name }) =>
        new Refusal(
          'invalid_field',
          `No form can fill a field called '${name.slice(0, 80)}'. Use the names of web-to-lead forms, such as last_name, or a custom field.`,
          { field: 'Fields', value: name.slice(0, 80) },
        ),
    ),
    ...(new Set(names).size < names.length
      ? [needed('Fields', 'A field stands twice in this form. Show each once.')]
      : []),
    ...(names.includes('last_name') || names.includes('email')
      ? []
      : [needed('Fields', 'Show the last name or the e-mail, or nobody can be made a lead of.')]),
  ]
}

/** Campaign and owner have to be there, and the owner is a user or a queue. */
async function referenceRefusals(tx: Tx, actor: Actor, { campaignId, ownerId }: FormDraft): Promise<Refusal[]> {
  const wanted = [
    ['CampaignId', campaignId],
    ['OwnerId', ownerId],
  ] as const
  const refusals: Refusal[] = []
  for (const [field, id] of wanted) {
    if (id === null) continue
    const objectName = objectOfId(id) ?? ''
    const fits = field === 'CampaignId' ? objectName === 'Campaign' : objectName === 'User' || objectName === 'Group'
    const found = fits ? await recordsById(tx, actor, await definitionOf(tx, objectName), [id], ['Id']) : []
    if (found.length === 0)
      refusals.push(
        new Refusal(
          'invalid_cross_reference_key',
          `${field === 'CampaignId' ? 'The campaign' : 'The owner'} is not there, or you may not see it.`,
          { field, value: encodeId(id) },
        ),
      )
  }
  return refusals
}

const noSuchForm = (id: number): Refusal => notFound('web form', encodeId(id))
