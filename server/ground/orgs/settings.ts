import { announce } from '../../platform/events.ts'
import { Refusal, refuseAny } from '../../platform/errors.ts'
import { rememberedByOrg } from '../../platform/remembered.ts'
import type { Tx } from '../../platform/tx.ts'
import type { Role } from '../../../shared/roles.ts'
import { refuseUnlessHas, type Actor } from '../users/actor.ts'
import { forgetCallers } from '../users/callers.ts'
import { saveSettingRows, settingRows } from './settings.sql.ts'
import { valuesChanged } from './setupArea.ts'

/** What an org decides once for all its records. */
export type Settings = {
  /** ISO 4217. */
  readonly currency: string
  /** ISO 3166, two letters: how numbers and addresses without a country are read. */
  readonly country: string
  /** 1 (January) to 12. */
  readonly fiscalYearStartsIn: number
  /** Objects whose records only their owners, and who sees everything, may see. */
  readonly privateObjects: readonly string[]
  /** Whether programs may sign in by user name and password (SOAP login, OAuth's password flow). */
  readonly passwordSignInForApi: boolean
  /** Who has to sign in with a second step behind the password. */
  readonly secondStepFor: (typeof secondStepChoices)[number]
}

/** `nobody`: whoever wants to. */
export const secondStepChoices = ['nobody', 'administrators', 'everybody'] as const

/** Whether the org wants a second step of who has this role. */
export const needsSecondStep = ({ secondStepFor }: Settings, role: Role): boolean =>
  secondStepFor === 'everybody' || (secondStepFor === 'administrators' && role === 'administrator')

const STALE_AFTER_MS = 2000

/** Objects whose records may be kept to their owners. */
export const objectsWithSharing: readonly string[] = ['Lead', 'Account', 'Contact', 'Opportunity', 'Campaign']

const nameOf = {
  currency: 'currency',
  country: 'country',
  fiscalYearStartsIn: 'fiscal_year_starts_in',
  privateObjects: 'private_objects',
  passwordSignInForApi: 'password_sign_in_for_api',
  secondStepFor: 'second_step_for',
} as const satisfies Record<keyof Settings, string>

const remembered = rememberedByOrg<Settings>(STALE_AFTER_MS, async (tx) => settingsIn(await settingRows(tx)))

/** The org's settings; a change in another process is seen within two seconds. */
export const settingsOf = (tx: Tx): Promise<Settings> => remembered(tx)

/** Changes settings; needs `set_up`. Refusals name the field. */
export async function changeSettings(tx: Tx, actor: Actor, changes: Partial<Settings>): Promise<Settings> {
  refuseUnlessHas(actor, 'set_up', 'change the settings')
  refuseAny(refusalsOf(changes))
  const rows = (Object.keys(nameOf) as (keyof Settings)[]).flatMap((key) =>
    changes[key] === undefined ? [] : [{ name: nameOf[key], value: changes[key] }],
  )
  const before = settingsIn(await settingRows(tx))
  await saveSettingRows(tx, actor.userId, rows)
  const after = settingsIn(await settingRows(tx))
  announceSettings(tx, actor, { ...before }, { ...after })
  tx.afterCommit.push(() => {
    remembered.forget()
    forgetCallers()
  })
  return after
}

/** Remembers for who looks after the org which of its settings somebody changed, from what to what. */
export function announceSettings(
  tx: Tx,
  { userId }: Actor,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): void {
  const values = valuesChanged(before, after)
  if (values.length === 0) return
  const name = values.map((value) => value.name).join(', ')
  announce(tx, { type: 'settings.changed', recordIds: [tx.org.id], actorId: userId, payload: { name, values } })
}

/** Keeps what a room decides for the org under a name of its own; the room has asked who may. */
export const keepSetting = (tx: Tx, actor: Actor, name: string, value: unknown): Promise<number> =>
  saveSettingRows(tx, actor.userId, [{ name, value }])

function settingsIn(rows: readonly { readonly name: string; readonly value: unknown }[]): Settings {
  const values = new Map(rows.map(({ name, value }) => [name, value]))
  const text = (name: string, usual: string) =>
    typeof values.get(name) === 'string' ? String(values.get(name)) : usual
  const hidden = values.get(nameOf.privateObjects)
  return {
    currency: text(nameOf.currency, 'USD'),
    country: text(nameOf.country, 'US'),
    fiscalYearStartsIn: Number(values.get(nameOf.fiscalYearStartsIn) ?? 1),
    privateObjects: Array.isArray(hidden) ? hidden.map(String) : [],
    passwordSignInForApi: values.get(nameOf.passwordSignInForApi) !== false,
    secondStepFor: secondStepChoices.find((choice) => choice === values.get(nameOf.secondStepFor)) ?? 'nobody',
  }
}

function refusalsOf({ currency, country, fiscalYearStartsIn, privateObjects = [] }: Partial<Settings>): Refusal[] {
  const refusals: Refusal[] = []
  if (currency !== undefined && !Intl.supportedValuesOf('currency').includes(currency)) {
    refusals.push(refusal('Currency', currency, 'must be the three letters of a currency, such as USD or EUR'))
  }
  if (country !== undefined && !isCountry(country))
    refusals.push(refusal('DefaultCountry', country, 'must be the two letters of a country, such as US or DE'))
  if (
    fiscalYearStartsIn !== undefined &&
    (!Number.isInteger(fiscalYearStartsIn) || fiscalYearStartsIn < 1 || fiscalYearStartsIn > 12)
  ) {
    refusals.push(refusal('FiscalYearStartMonth', fiscalYearStartsIn, 'must be a month from 1 to 12'))
  }
  for (const name of privateObjects) {
    if (!objectsWithSharing.includes(name))
      refusals.push(refusal('Sharing', name, `may speak of ${objectsWithSharing.join(', ')}`))
  }
  return refusals
}

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && countries.of(code) !== undefined

const refusal = (field: string, value: unknown, rule: string): Refusal =>
  new Refusal('invalid_value', `${field} ${rule}.`, { field, value, rule: `${field} ${rule}.` })
