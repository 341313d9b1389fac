import { now } from '../../platform/clock.ts'
import type { Actor } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { formHtml } from './formHtml.ts'
import { formSetting } from './formSetting.ts'
import type { Html } from './html.ts'
import { stampSecret } from './posts.sql.ts'
import { stampOf } from './stamp.ts'
import { createForm } from './webForms.ts'
import { formsById } from './webForms.sql.ts'

/**
 * The web form behind an event's registration page: it is kept, mended and counted like any other, under Setup,
 * where more questions can be added. Its letters come from the registration itself.
 */
export const createRegistrationForm = (
  tx: Tx,
  actor: Actor,
  { campaignId, name }: { readonly campaignId: number; readonly name: string },
): Promise<number> =>
  createForm(tx, actor, {
    name: `${name}: registration`.slice(0, 80),
    campaignId,
    leadSource: 'Web',
    fields: [
      { name: 'first_name', label: 'First name', required: true },
      { name: 'last_name', label: 'Last name', required: true },
      { name: 'email', label: 'E-mail', required: true },
      { name: 'company', label: 'Company', required: true },
    ],
  })

/** The form as the registration page shows it, with the sessions to choose from above its questions; undefined once it was taken away. */
export async function registrationForm(
  tx: Tx,
  publicUrl: string,
  formId: number,
  { above, submit }: { readonly above: Html; readonly submit: string },
): Promise<Html | undefined> {
  const [form] = await formsById(tx, [formId])
  if (form === undefined || form.deletedAt !== null) return undefined
  const stamp = form.hasTimeTrap ? stampOf(await stampSecret(tx), form.id, now()) : undefined
  const setting = await formSetting(tx, publicUrl, form)
  return { markup: formHtml(form, { ...setting, stamp, isHosted: true, above, submit }) }
}
