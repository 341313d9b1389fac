import assert from 'node:assert/strict'
import { encodeId, FIRST_CUSTOM_NUMBER, idFrom, idOf, type StandardObject } from '../../../shared/ids.ts'
import { standardDefinitions } from '../objects/definition.ts'

/** An id of every object, by the path of its routes. */
export type Ids = Readonly<Record<string, string>>

/** A day ahead. */
export const day = '2027-03-31'

const bodies: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'POST /api/session': () => ({ email: 'nobody@nordwind.example', password: 'wrong wrong' }),
  'POST /api/session/password': () => ({ currentPassword: 'x', newPassword: 'nine red whales' }),
  'POST /api/session/second-step': () => ({ currentPassword: 'x' }),
  'POST /api/session/second-step/confirmation': () => ({ code: '000000' }),
  'POST /api/session/second-step/recovery-codes': () => ({ code: '000000' }),
  'POST /api/session/second-step/removal': () => ({ code: '000000' }),
  'POST /api/session/forgotten': () => ({ email: 'nobody@nordwind.example' }),
  'POST /api/invitations/accept': () => ({ token: 'x', password: 'nine red whales' }),
  'POST /api/setup/administrator': () => ({
    token: 'x',
    email: 'a@b.example',
    password: 'nine red whales',
    name: 'Eve',
  }),
  'POST /api/tokens': () => ({ name: 'x' }),
  'POST /api/connect/authorization': () => ({ asked: {}, allow: true }),
  'POST /api/connect/device': () => ({ code: 'BCDFGHJK', allow: true }),
  'PATCH /api/api-access': () => ({ passwordSignIn: true }),
  'POST /api/groups/:id/members': ({ users }) => ({ userIds: [users] }),
  'PATCH /api/settings': () => ({}),
  'PATCH /api/conversion-mapping': () => ({}),
  'POST /api/custom-objects': () => ({ label: 'Own' }),
  'POST /api/custom-objects/:name/name': () => ({ to: 'Own' }),
  'POST /api/custom-fields': () => ({ object: 'Lead', label: 'X', type: 'string' }),
  ...Object.fromEntries(
    ['leads', 'contacts', 'accounts'].map((path) => [
      `POST /api/${path}/merge`,
      (ids: Ids) => ({ master: ids[path], losers: [noSuch(path)] }),
    ]),
  ),
  'POST /api/duplicates/verdicts': ({ leads }) => ({
    verdicts: [{ left: leads, right: noSuch('leads'), verdict: 'unsure' }],
  }),
  'POST /api/agreements/:id/signature': () => ({ side: 'marketing' }),
  'POST /api/leads/:id/evidence': () => ({ criterion: 'Need', value: 'x', source: 'call' }),
  'POST /api/leads/:id/outcome': () => ({ outcome: 'definite_maybe', followUpOn: day }),
  'POST /api/leads/:id/reopening': () => ({ reason: 'x' }),
  'POST /api/leads/conversion': ({ leads }) => [{ leadId: leads }],
  'PATCH /api/form-posts/:id': () => ({ fields: {} }),
  'POST /api/form-posts/replay': () => ({ ids: [encodeId(idOf('FormPost', 9))] }),
  'POST /api/form-posts/discard': () => ({ ids: [encodeId(idOf('FormPost', 9))] }),
  'POST /api/web-forms': () => ({ Name: 'X' }),
  'POST /api/allowed-return-urls': () => ({ Pattern: 'www.nordwind.example' }),
  'PATCH /api/form-settings': () => ({ PostsPerMinute: 60 }),
  'POST /api/recycle-bin/restoration': ({ leads }) => ({ ids: [leads] }),
  'POST /api/recycle-bin/removal': ({ leads }) => ({ ids: [leads] }),
  'POST /api/campaigns/:id/event/registration-page': () => ({ open: true }),
  'POST /api/campaigns/:id/registrations': ({ leads }) => ({ people: [{ WhoId: leads }] }),
  'POST /api/campaigns/:id/nominations': ({ leads }) => ({ people: [{ WhoId: leads }] }),
  'POST /api/nominations/decision': () => ({ decisions: [{ Id: encodeId(idOf('Nomination', 9)), Approve: true }] }),
  'POST /api/nominations/withdrawal': () => ({ ids: [encodeId(idOf('Nomination', 9))] }),
  'PATCH /api/event-registrations/:id': () => ({ SessionIds: [] }),
  'POST /api/campaigns/:id/check-in': ({ leads }) => ({
    taps: [{ key: '00000000', act: 'check_in', memberId: leads }],
  }),
  'POST /api/campaign-types': () => ({
    name: 'X',
    statuses: [{ label: 'Sent', hasResponded: false, isDefault: true }],
  }),
  'POST /api/campaign-types/order': () => ({ ids: [] }),
  'POST /api/campaigns/:id/members': ({ leads }) => ({ object: 'Lead', ids: [leads] }),
  'POST /api/campaigns/:id/members/removal': () => ({ ids: [] }),
  'PATCH /api/campaigns/:id/members': () => ({ status: 'Invited' }),
  'POST /api/campaigns/:id/copy': () => ({ name: 'X' }),
  'PATCH /api/attribution/settings': () => ({ windowDays: 90, halfLifeDays: 7 }),
  'PATCH /api/campaigns/:id/goal': () => ({ sentence: 'Ten meetings', measure: 'said', target: null }),
  'POST /api/campaigns/:id/goal/verdict': () => ({ verdict: 'met', reason: 'x', version: 1 }),
  'POST /api/duplicate-rules': () => ({
    object: 'Lead',
    label: 'X',
    onCreate: { action: 'allow' },
    onEdit: { action: 'allow' },
    compares: [{ object: 'Lead', atLeast: 0.9 }],
  }),
  'POST /api/duplicate-rules/order': () => ({ object: 'Lead', ids: [] }),
  'POST /api/duplicate-rules/trial': () => ({ object: 'Lead', record: { LastName: 'X' } }),
  'POST /api/duplicate-runs': () => ({ scope: 'Lead' }),
  'POST /api/duplicate-runs/:id/acts': () => ({ act: 'pause' }),
  'POST /api/duplicate-runs/:id/sample': () => ({ certainty: 0.9 }),
  'POST /api/duplicate-runs/:id/answers': ({ leads }) => ({ left: leads, right: noSuch('leads'), verdict: 'unsure' }),
  'POST /api/duplicate-runs/:id/merges': () => ({ certainty: 0.9 }),
  'POST /api/bulk-merges/:id/acts': () => ({ act: 'pause' }),
  'POST /api/segments': () => ({ Name: 'Mine', Condition: { and: [] } }),
  'POST /api/segments/preview': () => ({ Condition: { and: [] } }),
  'POST /api/views': () => ({ Object: 'Lead', Name: 'Mine' }),
  'POST /api/imports': () => ({ name: 'a.csv', content: 'LastName\nOkafor', object: 'Lead' }),
}

const queries: Readonly<Record<string, (ids: Ids) => string>> = {
  'GET /api/leads/qualification': ({ leads }) => `?ids=${leads}`,
  'GET /api/users/second-steps': ({ users }) => `?ids=${users}`,
  'DELETE /api/groups/:id/members': ({ users }) => `?userIds=${users}`,
  'DELETE /api/allowed-return-urls': () => '?pattern=www.nordwind.example',
  'GET /api/views': () => '?object=Lead',
  'GET /api/segments/:id/why': ({ leads }) => `?person=${leads}`,
  'GET /api/attribution': () => `?from=2026-01-01&to=${day}`,
  'GET /api/attribution/deals': () => `?from=2026-01-01&to=${day}&by=campaign&key=none`,
  'GET /api/duplicate-runs/:id/reckoning': () => '?certainty=0.9',
  'GET /api/duplicate-runs/:id/sample': () => '?certainty=0.9',
  'GET /api/campaign-plan': () => `?from=2026-01-01&to=${day}`,
  'GET /api/campaigns/roll-ups': ({ campaigns }) => `?ids=${campaigns}`,
  'GET /api/campaign-comparison': ({ campaigns }) => `?ids=${campaigns},${noSuch('campaigns')}`,
  'GET /api/search': () => '?q=x',
  'GET /api/form-posts/counts': () => '',
  'POST /api/records/:id/files': () => '?name=offer.pdf',
  'GET /api/connect/device': () => '?code=BCDFGHJK',
}

/** How a route is called so that it is refused for the role or for nothing: naming a record that is there, with a body it understands. */
export function requestTo(route: string, ids: Ids): { method: string; url: string; body: unknown } {
  const [method = '', pattern = ''] = route.split(' ')
  const [, path = ''] = pattern.split('/').slice(1)
  const filled = pattern
    .replace(':id', ids[path] ?? someId(path))
    .replace(':name', path === 'objects' ? 'Lead' : path === 'custom-objects' ? 'Own__c' : 'Lead.X__c')
    .replace(':object', 'Own__c')
    .replace(':file', 'leads.csv')
    .replace(':n', '1')
    .replace(':document', encodeId(idOf('ContentDocument', 9)))
  const query =
    queries[route]?.(ids) ??
    (pattern.endsWith('/counts')
      ? '?field=Name'
      : method === 'DELETE' && !pattern.includes(':id') && !pattern.includes(':name')
        ? `?ids=${noSuchOf(path, ids)}`
        : pattern.endsWith('/duplicates') && method === 'GET' && !pattern.includes(':') && ids[path] !== undefined
          ? `?ids=${ids[path]}`
          : '')
  const body =
    bodies[route]?.(ids) ??
    (method === 'PATCH' && !/:(?:id|name)/.test(pattern)
      ? [{ Id: ids[path] }]
      : method === 'POST' || method === 'PATCH'
        ? {}
        : undefined)
  return { method, url: filled + query, body }
}

const noSuch = (path: string): string =>
  encodeId(path === 'records' ? idFrom(FIRST_CUSTOM_NUMBER, 2 ** 40) : idOf(objectAt(path), 2 ** 40))

const objectAt = (path: string): StandardObject => {
  const found = standardDefinitions().find((definition) => definition.path === path)
  assert.ok(found, path)
  return found.name as StandardObject
}

const objectsOfOthers: Readonly<Record<string, StandardObject>> = {
  tokens: 'ApiToken',
  'connected-apps': 'ConnectedApp',
  connections: 'OauthGrant',
  merges: 'Merge',
  'duplicate-runs': 'DuplicateRun',
  'bulk-merges': 'BulkMerge',
  agreements: 'Agreement',
  mail: 'MailMessage',
  webhooks: 'Webhook',
  'form-posts': 'FormPost',
  'web-forms': 'WebForm',
  imports: 'Import',
  views: 'ListView',
  segments: 'Segment',
  'campaign-types': 'CampaignType',
  'campaign-costs': 'CampaignCost',
  'duplicate-rules': 'DuplicateRule',
  duplicates: 'DuplicateRecordSet',
  'event-sessions': 'EventSession',
  'event-registrations': 'EventRegistration',
}

const someId = (path: string): string =>
  path === 'session' ? '0123456789abcdef' : encodeId(idOf(objectsOfOthers[path] ?? 'Person', 9))

const noSuchOf = (path: string, ids: Ids): string => (ids[path] === undefined ? someId(path) : noSuch(path))
