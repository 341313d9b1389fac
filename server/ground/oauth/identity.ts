import { encodeId, type Id } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { StoredRecord } from '../objects/definition.ts'
import { recordsById } from '../objects/list.ts'
import { theProgram } from '../users/actor.ts'
import { User } from '../users/user.ts'
import { identityUrl } from './answers.ts'
import { maySeeEmail } from './scopes.ts'

const FIELDS = [
  'FirstName',
  'LastName',
  'Name',
  'Email',
  'Username',
  'MobilePhone',
  'TimeZoneSidKey',
  'LocaleSidKey',
  'IsActive',
  'CreatedDate',
  'LastModifiedDate',
]

type Asked = {
  readonly userId: Id
  readonly publicUrl: string
  /** Undefined: a token of Assay's own, which knows no such scopes. */
  readonly scopes: readonly string[] | undefined
}

/** Who a user is, as the field's identity address answers. */
export async function identityOf(tx: Tx, { userId, publicUrl, scopes }: Asked) {
  const user = await getUser(tx, userId)
  const facts = factsOf(user)
  return {
    id: identityUrl(publicUrl, tx.org.id, userId),
    asserted_user: true,
    user_id: encodeId(userId),
    organization_id: encodeId(tx.org.id),
    username: user.Username,
    nick_name: facts.nickname,
    display_name: user.Name,
    ...(scopes === undefined || maySeeEmail(scopes) ? { email: user.Email, email_verified: true } : {}),
    first_name: user.FirstName,
    last_name: user.LastName,
    timezone: user.TimeZoneSidKey ?? 'UTC',
    photos: photosAt(publicUrl),
    mobile_phone: user.MobilePhone,
    mobile_phone_verified: false,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: addressesAt(publicUrl, userId, tx.org.id),
    active: user.IsActive === true,
    user_type: 'STANDARD',
    language: facts.language,
    locale: facts.locale,
    utcOffset: facts.utcOffset,
    last_modified_date: user.LastModifiedDate,
    is_app_installed: true,
  }
}

/** The same in the words of OpenID Connect's userinfo. */
export async function userInfoOf(tx: Tx, { userId, publicUrl, scopes }: Asked) {
  const user = await getUser(tx, userId)
  const facts = factsOf(user)
  return {
    sub: identityUrl(publicUrl, tx.org.id, userId),
    user_id: encodeId(userId),
    organization_id: encodeId(tx.org.id),
    preferred_username: user.Username,
    nickname: facts.nickname,
    name: user.Name,
    ...(scopes === undefined || maySeeEmail(scopes) ? { email: user.Email, email_verified: true } : {}),
    given_name: user.FirstName,
    family_name: user.LastName,
    zoneinfo: user.TimeZoneSidKey ?? 'UTC',
    photos: photosAt(publicUrl),
    profile: `${publicUrl}/setup/account`,
    picture: photosAt(publicUrl).picture,
    urls: addressesAt(publicUrl, userId, tx.org.id),
    active: user.IsActive === true,
    user_type: 'STANDARD',
    language: facts.language,
    locale: facts.locale,
    utcOffset: facts.utcOffset,
    updated_at: user.LastModifiedDate,
    is_app_installed: true,
  }
}

async function getUser(tx: Tx, userId: Id): Promise<StoredRecord> {
  const [user] = await recordsById(tx, theProgram, User, [userId], FIELDS)
  if (user === undefined) throw notFound('user', encodeId(userId))
  return user
}

function factsOf(user: StoredRecord) {
  const locale = String(user.LocaleSidKey ?? 'en')
  return {
    nickname: String(user.Username).split('@')[0] ?? '',
    locale,
    language: locale.replace('-', '_'),
    utcOffset: offsetOf(String(user.TimeZoneSidKey ?? 'UTC')),
  }
}

const photosAt = (publicUrl: string) => ({
  picture: `${publicUrl}/favicon.svg`,
  thumbnail: `${publicUrl}/favicon.svg`,
})

/** Where the protocols are; `{version}` is for the client to fill. */
const addressesAt = (publicUrl: string, userId: Id, orgId: Id) => ({
  enterprise: `${publicUrl}/services/Soap/c/{version}/${encodeId(orgId).slice(0, 15)}`,
  metadata: `${publicUrl}/services/Soap/m/{version}/${encodeId(orgId).slice(0, 15)}`,
  partner: `${publicUrl}/services/Soap/u/{version}/${encodeId(orgId).slice(0, 15)}`,
  rest: `${publicUrl}/services/data/v{version}/`,
  sobjects: `${publicUrl}/services/data/v{version}/sobjects/`,
  search: `${publicUrl}/services/data/v{version}/search/`,
  query: `${publicUrl}/services/data/v{version}/query/`,
  recent: `${publicUrl}/services/data/v{version}/recent/`,
  tooling_soap: `${publicUrl}/services/Soap/T/{version}/${encodeId(orgId).slice(0, 15)}`,
  tooling_rest: `${publicUrl}/services/data/v{version}/tooling/`,
  profile: `${publicUrl}/${encodeId(userId)}`,
  custom_domain: publicUrl,
})

/** Milliseconds from UTC in a zone's winter, as the field says it. */
function offsetOf(zone: string): number {
  const january = new Date(Date.UTC(2026, 0, 15))
  const words = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(january)
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(words) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
