import { encodeId } from '../../../../shared/ids.ts'
import { recordsById } from '../../../ground/objects/list.ts'
import { orgOf } from '../../../ground/orgs/orgs.ts'
import { settingsOf } from '../../../ground/orgs/settings.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import { User } from '../../../ground/users/user.ts'
import { now } from '../../../platform/clock.ts'
import type { Tx } from '../../../platform/tx.ts'
import { givePassword, unguessable } from '../dialect/passwords.ts'
import type { Of } from './answers.ts'
import type { Verb } from './call.ts'
import { idOrNull } from './results.ts'

export const getServerTimestamp: Verb<'getServerTimestamp'> = async () => ({ timestamp: now() })

export const getUserInfo: Verb<'getUserInfo'> = ({ reading, actor }) => reading((tx) => userInfoOf(tx, actor))

const SESSION_SECONDS = 7200

const SHOWN = ['Name', 'Email', 'Username', 'TimeZoneSidKey', 'LocaleSidKey', 'ProfileId', 'UserRoleId']

/** Who somebody is, as login and getUserInfo say it. */
export async function userInfoOf(tx: Tx, actor: Actor): Promise<Of<'GetUserInfoResult'>> {
  // Everybody may know this of themselves.
  const reader: Actor = { ...actor, role: 'administrator', scopes: undefined }
  const [user] = await recordsById(tx, reader, User, [actor.userId ?? 0], SHOWN)
  if (user === undefined) throw new Error('Who calls is a user.')
  const [org, { currency }] = [await orgOf(tx), await settingsOf(tx)]
  const locale = localeOf(user.LocaleSidKey)
  return {
    accessibilityMode: false,
    chatterExternal: false,
    currencySymbol: symbolOf(currency),
    orgAttachmentFileSizeLimit: 26_214_400,
    orgDefaultCurrencyIsoCode: currency,
    orgDefaultCurrencyLocale: null,
    orgDisallowHtmlAttachments: false,
    orgHasPersonAccounts: false,
    organizationId: encodeId(org.id),
    organizationMultiCurrency: false,
    organizationName: org.name,
    profileId: encodeId(Number(user.ProfileId)),
    roleId: idOrNull(Number(user.UserRoleId)),
    sessionSecondsValid: SESSION_SECONDS,
    userDefaultCurrencyIsoCode: null,
    userEmail: String(user.Email),
    userFullName: String(user.Name),
    userId: encodeId(user.Id),
    userLanguage: locale,
    userLocale: locale,
    userName: String(user.Username),
    userTimeZone: String(user.TimeZoneSidKey ?? 'UTC'),
    userType: 'Standard',
    userUiSkin: 'Theme3',
  }
}

const symbolOf = (currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency

/** `de-DE` → `de_DE`, and a language alone with the region it is most spoken in: clients expect both. */
function localeOf(kept: unknown): string {
  const locale = new Intl.Locale(String(kept).replaceAll('_', '-')).maximize()
  return `${locale.language}_${locale.region ?? 'US'}`
}

export const setPassword: Verb<'setPassword'> = async (call, { userId, password }) => {
  await givePassword(call, userId, password)
  return {}
}

export const resetPassword: Verb<'resetPassword'> = async (call, { userId }) => {
  const password = unguessable()
  await givePassword(call, userId, password)
  return { password }
}
