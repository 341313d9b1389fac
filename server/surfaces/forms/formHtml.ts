import { encodeId } from '../../../shared/ids.ts'
import type { Field, ObjectDefinition, PicklistValue } from '../../ground/objects/definition.ts'
import { controlNames } from './fieldNames.ts'
import { html, type Html } from './html.ts'
import { fieldOf, type CustomFieldNames } from './understanding.ts'
import type { FormField, WebForm } from './webForm.ts'

export type FormSetting = {
  readonly publicUrl: string
  readonly orgId: number
  readonly definition: ObjectDefinition
  readonly custom: CustomFieldNames
  /** The values of picklist fields, by the lead's field name. */
  readonly picklists: ReadonlyMap<string, readonly PicklistValue[]>
  /** A signed time stamp, for a page made anew for each visitor. */
  readonly stamp?: string
  /** Whether our own style sheet is there to hide the trap; on other sites it is hidden where it stands. */
  readonly isHosted?: boolean
  /** What stands above the questions, inside the form: the sessions of an event. */
  readonly above?: Html
  /** What the button says; 'Send' unless given. */
  readonly submit?: string
}

/** The form as HTML to paste into any page: every control has its label, and it works without a script. */
export function formHtml(form: WebForm, setting: FormSetting): string {
  const hidden = [
    ['oid', encodeId(setting.orgId)],
    [controlNames.form, encodeId(form.id)],
    ...(form.returnUrl === null ? [] : [['retURL', form.returnUrl] as const]),
    ...(setting.stamp === undefined ? [] : [[controlNames.stamp, setting.stamp] as const]),
  ] as const
  return html`<form action="${setting.publicUrl}/servlet/servlet.WebToLead?encoding=UTF-8" method="post" accept-charset="UTF-8">
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${setting.above}
${form.fields.map((field) => control(field, setting, encodeId(form.id).slice(0, 15)))}
${form.hasHoneypot ? trap(setting.isHosted === true) : undefined}
<button type="submit">${setting.submit ?? 'Send'}</button>
</form>
`.markup
}

function control(shown: FormField, { definition, custom, picklists }: FormSetting, prefix: string): Html {
  const field = fieldOf(definition, custom, shown.name)
  const id = `${prefix}-${shown.name}`
  const required: Html = { markup: shown.required ? ' required' : '' }
  const label = html`<label for="${id}">${shown.label}${shown.required ? ' (required)' : ''}</label>`
  const values = field === undefined ? undefined : picklists.get(field.name)
  const longest: Html = field?.length === undefined ? { markup: '' } : html` maxlength="${field.length}"`
  if (field?.type === 'boolean')
    return html`<p><input type="checkbox" id="${id}" name="${shown.name}" value="1"${required}> <label for="${id}">${shown.label}</label></p>`
  if (values !== undefined && values.length > 0) {
    const several: Html = { markup: field?.type === 'multipicklist' ? ' multiple' : '' }
    return html`${label}
<select id="${id}" name="${shown.name}"${required}${several}>
<option value=""></option>
${values.map((one) => html`<option value="${one.value}">${one.label}</option>`)}
</select>`
  }
  if (field?.type === 'textarea')
    return html`${label}
<textarea id="${id}" name="${shown.name}" rows="4"${longest}${required}></textarea>`
  return html`${label}
<input type="${inputType(field)}" id="${id}" name="${shown.name}" autocomplete="${autocompleteOf.get(shown.name.toLowerCase()) ?? 'on'}"${longest}${required}>`
}

const inputTypes: Readonly<Partial<Record<Field['type'], string>>> = {
  email: 'email',
  phone: 'tel',
  url: 'url',
  int: 'number',
  date: 'date',
  datetime: 'datetime-local',
}

const inputType = (field: Field | undefined): string =>
  field === undefined ? 'text' : (inputTypes[field.type] ?? 'text')

const autocompleteOf: ReadonlyMap<string, string> = new Map(
  Object.entries({
    first_name: 'given-name',
    last_name: 'family-name',
    email: 'email',
    company: 'organization',
    phone: 'tel',
    mobile: 'tel',
    title: 'organization-title',
    street: 'street-address',
    city: 'address-level2',
    state: 'address-level1',
    zip: 'postal-code',
    country: 'country-name',
    salutation: 'honorific-prefix',
    website: 'url',
    url: 'url',
  }),
)

/** A field that people neither see nor reach with the keyboard; programs fill it. */
const trap = (isHosted: boolean): Html => {
  const place: Html = isHosted ? { markup: 'class="trap"' } : { markup: 'style="position:absolute;left:-9999px"' }
  return html`<p ${place} aria-hidden="true"><label>Leave this empty <input type="text" name="${controlNames.trap}" tabindex="-1" autocomplete="off"></label></p>`
}
