import { idOf } from '../../../../../shared/ids.ts'
import { SETUP_EVENTS, setupWords } from '../../../../ground/orgs/setupArea.ts'
import { has, type Actor } from '../../../../ground/users/actor.ts'
import { sql, type RawBuilder } from '../../../../platform/sql.ts'
import { allShown, pointing, shown, systemObject } from './declaring.sql.ts'

/** Who came in, who is in, and who changed what in Setup, as tools that watch over orgs ask for it. */

/** One's own; everybody's to who keeps the users. */
const ownUnlessKeeper =
  (column: string) =>
  (actor: Actor, alias: string): RawBuilder<unknown> =>
    has(actor, 'keep_users') ? sql`true` : sql`${sql.ref(`${alias}.${column}`)} = ${actor.userId}`

/** In the field's words, how a browser or a program came in. */
const loginType = (way: string, app: string): RawBuilder<unknown> => sql`case
  when ${sql.ref(way)} = 'browser' then 'Application'
  when ${sql.ref(app)} is null then 'Other Apex API'
  else 'Remote Access 2.0' end`

systemObject({
  name: 'LoginHistory',
  label: 'Sign-in',
  nameField: 'LoginTime',
  fields: [
    pointing('UserId', 'User'),
    shown('LoginTime', 'datetime', { neverNull: true }),
    ...allShown('string', 'LoginType SourceIp LoginUrl Browser Platform Status Application ClientVersion ApiType'),
    ...allShown('string', 'ApiVersion CountryIso AuthenticationServiceId NetworkId TlsProtocol CipherSuite'),
  ],
  systemFields: ['Id'],
  reach: ownUnlessKeeper('user_id'),
  rows: () => sql`
    select s.id, 1 as version, s.user_id, s.happened_at as login_time, ${loginType('s.way', 's.app_id')} as login_type,
      s.address as source_ip, null::text as login_url,
      replace(substring(s.user_agent from '(?:Edg|Firefox|OPR|Chrome|Version)/[0-9]+'), '/', ' ') as browser,
      substring(s.user_agent from 'Windows|Android|iPhone|iPad|Macintosh|Linux') as platform,
      case s.refused_because
        when 'wrong_password' then 'Invalid Password'
        when 'wrong_code' then 'Failed: Invalid Verification Code'
        when 'wrong_secret' then 'Failed: Invalid Client Credentials'
        when 'inactive' then 'User Inactive'
        else 'Success' end as status,
      case when s.way = 'browser' then 'Browser' else coalesce(a.name, 'N/A') end as application,
      null::text as client_version, null::text as api_type, null::text as api_version, null::text as country_iso,
      null::text as authentication_service_id, null::text as network_id, null::text as tls_protocol, null::text as cipher_suite
    from sign_in s
    left join connected_app a on a.id = s.app_id`,
  meaning: 'Somebody who came in, or tried to; kept for half a year.',
})

/** A session has no number of its own: the beginning of its token's hash is one, and opens nothing. */
const sessionId = (hash: string): RawBuilder<unknown> =>
  sql`(${sql.lit(idOf('AuthSession', 0))} + ('x' || left(${sql.ref(hash)}, 10))::bit(40)::bigint)`

const secondsLeft = (end: string): RawBuilder<unknown> =>
  sql`greatest(0, extract(epoch from ${sql.ref(end)} - now()))::integer`

systemObject({
  name: 'AuthSession',
  label: 'Session',
  nameField: 'SessionType',
  fields: [
    pointing('UsersId', 'User'),
    ...allShown('string', 'UserType SessionType LoginType SourceIp SessionSecurityLevel LogoutUrl'),
    shown('NumSecondsValid', 'int'),
  ],
  systemFields: ['Id', 'CreatedDate', 'LastModifiedDate'],
  reach: ownUnlessKeeper('users_id'),
  rows: () => sql`
    select ${sessionId('s.token_hash')} as id, 1 as version, s.user_id as users_id, 'Standard' as user_type,
      'UI' as session_type, 'Application' as login_type, s.address as source_ip, 'STANDARD' as session_security_level,
      null::text as logout_url, ${secondsLeft('s.expires_at')} as num_seconds_valid, s.created_at,
      s.last_seen_at as last_modified_at
    from session s
    where s.expires_at > now()
    union all
    select ${sessionId('t.token_hash')}, 1, g.user_id, 'Standard',
      case when g.app_id is null then 'API' else 'Oauth2' end, ${loginType('g.flow', 'g.app_id')}, g.address, 'STANDARD',
      null::text, ${secondsLeft('t.expires_at')}, t.created_at, t.last_seen_at
    from access_token t
    join oauth_grant g on g.id = t.grant_id
    where t.expires_at > now() and g.revoked_at is null`,
  meaning: 'A session that is open now, of a browser or a program.',
})

/** The page of Setup a change was made on, by the first word of its event. */
const section = sql.join(
  setupWords.map(({ word, section: name }) => sql`when ${sql.lit(word)} then ${sql.lit(name)}`),
  sql` `,
)

systemObject({
  name: 'SetupAuditTrail',
  label: 'Setup audit trail entry',
  labelPlural: 'Setup audit trail',
  nameField: 'Action',
  fields: [
    ...allShown(
      'string',
      'Action Section Display DelegateUser ResponsibleNamespacePrefix CreatedByContext CreatedByIssuer',
    ),
  ],
  systemFields: ['Id', 'CreatedDate', 'CreatedById'],
  reach: (actor) => (has(actor, 'set_up') ? sql`true` : sql`false`),
  rows: () => sql`
    select ${sql.lit(idOf('SetupAuditTrail', 0))} + e.id as id, 1 as version, replace(e.type, '.', '_') as action,
      case split_part(e.type, '.', 1) ${section} end as section,
      concat(initcap(replace(split_part(e.type, '.', 2), '_', ' ')), ' ', replace(split_part(e.type, '.', 1), '_', ' '),
        ' ' || coalesce(e.payload ->> 'name', u.username, a.name)) as display,
      null::text as delegate_user, null::text as responsible_namespace_prefix, null::text as created_by_context,
      null::text as created_by_issuer, e.happened_at as created_at, e.actor_id as created_by_id
    from event e
    left join app_user u on u.id = e.record_ids[1]
    left join connected_app a on a.id = e.record_ids[1]
    where e.type ~ ${sql.lit(SETUP_EVENTS)}`,
  meaning: 'A change somebody made in Setup.',
})
