import { standardDefinitions } from '../objects/definition.ts'
import type { Capability, Role } from '../../../shared/roles.ts'
import { grantsOf, type Act } from './roles.ts'

/** What a route asks of its caller: an act on an object, a capability (one of several), a person, a sign-in, or nothing. */
export type Need =
  | { readonly act: Act; readonly object: string }
  | { readonly capabilities: readonly Capability[] }
  | 'a person'
  | 'signed in'
  | 'open'

const may = (act: Act, object: string): Need => ({ act, object })
const has = (...capabilities: readonly Capability[]): Need => ({ capabilities })

const forms: readonly Role[] = ['administrator', 'manager', 'marketing']

/** Roles a route names itself, where neither an object nor a capability says it. */
const only = new Map<string, readonly Role[]>()
const keepForms = (route: string): [string, Need] => {
  only.set(route, forms)
  return [route, 'signed in']
}

/** What belongs to the person who is signed in, and to no role. */
const personal = `
  GET /api/session/list, DELETE /api/session/list/:id, POST /api/session/password
  GET /api/session/second-step, POST /api/session/second-step, POST /api/session/second-step/confirmation
  POST /api/session/second-step/recovery-codes, POST /api/session/second-step/removal
  GET /api/tokens, POST /api/tokens, DELETE /api/tokens/:id
  GET /api/connect/authorization, POST /api/connect/authorization, GET /api/connect/device, POST /api/connect/device
  GET /api/connections, DELETE /api/connections/:id`
  .split(/[,\n]/)
  .map((route) => route.trim())
  .filter(Boolean)

/** Every route that is no plain record route, with what it needs. A new route is written down here. */
export const stated = new Map<string, Need>([
  ...personal.map((route): [string, Need] => [route, 'a person']),
  ['POST /api/session', 'open'],
  ['GET /api/session', 'signed in'],
  ['DELETE /api/session', 'open'],
  ['POST /api/session/forgotten', 'open'],
  ['POST /api/invitations/accept', 'open'],
  ['POST /api/setup/administrator', 'open'],
  ['GET /api/setup/administrator', 'open'],
  ['GET /api/connected-apps', has('set_up')],
  ['POST /api/connected-apps', has('set_up')],
  ['GET /api/connected-apps/:id', has('set_up')],
  ['PATCH /api/connected-apps/:id', has('set_up')],
  ['DELETE /api/connected-apps/:id', has('set_up')],
  ['POST /api/connected-apps/:id/secret', has('set_up')],
  ['GET /api/connected-apps/:id/connections', has('set_up')],
  ['DELETE /api/connected-apps/:id/connections', has('set_up')],
  ['GET /api/api-access', has('set_up')],
  ['GET /api/api-use', has('set_up')],
  ['GET /api/api-use/sums', has('set_up')],
  ['PATCH /api/api-access', has('set_up')],
  ['POST /api/users/:id/deactivation', has('keep_users')],
  ['DELETE /api/users/:id/deactivation', has('keep_users')],
  ['POST /api/users/:id/invitation', has('keep_users')],
  ['GET /api/users/second-steps', has('keep_users')],
  ['DELETE /api/users/:id/second-step', has('keep_users')],
  ['POST /api/users/:id/invitation/mail', has('keep_users')],
  ['GET /api/sign-ins', has('keep_users')],
  ['GET /api/setup-changes', has('set_up')],
  ['GET /api/groups/:id/members', may('read', 'Group')],
  ['POST /api/groups/:id/members', has('keep_users')],
  ['DELETE /api/groups/:id/members', has('keep_users')],
  ['GET /api/settings', 'signed in'],
  ['PATCH /api/settings', has('set_up')],
  ['GET /api/objects', 'signed in'],
  ['GET /api/objects/:name', 'signed in'],
  ['GET /api/custom-fields', has('set_up')],
  ['POST /api/custom-fields', has('set_up')],
  ['PATCH /api/custom-fields/:name', has('set_up')],
  ['DELETE /api/custom-fields/:name', has('set_up')],
  ['POST /api/custom-fields/:name/restoration', has('set_up')],
  ['GET /api/custom-objects', has('set_up')],
  ['POST /api/custom-objects', has('set_up')],
  ['PATCH /api/custom-objects/:name', has('set_up')],
  ['DELETE /api/custom-objects/:name', has('set_up')],
  ['POST /api/custom-objects/:name/restoration', has('set_up')],
  ['POST /api/custom-objects/:name/name', has('set_up')],
  ...(['', '/count', '/counts', '/:id', '/:id/history'] as const).map((rest): [string, Need] => [
    `GET /api/records/:object${rest}`,
    may('read', 'Own__c'),
  ]),
  ['POST /api/records/:object', may('create', 'Own__c')],
  ['PATCH /api/records/:object', may('edit', 'Own__c')],
  ['PATCH /api/records/:object/:id', may('edit', 'Own__c')],
  ['DELETE /api/records/:object', may('delete', 'Own__c')],
  ['DELETE /api/records/:object/:id', may('delete', 'Own__c')],
  ['POST /api/records/:object/:id/restoration', may('delete', 'Own__c')],
  ['POST /api/leads/:id/view', may('read', 'Lead')],
  ...(['Lead', 'Contact', 'Account'] as const).flatMap((object): [string, Need][] => [
    [`GET /api/${object.toLowerCase()}s/:id/duplicates`, may('read', object)],
    [`GET /api/${object.toLowerCase()}s/duplicates`, may('read', object)],
    [`POST /api/${object.toLowerCase()}s/duplicates`, may('read', object)],
    [`POST /api/${object.toLowerCase()}s/merge`, has('merge')],
  ]),
  ['POST /api/leads/accounts', may('read', 'Account')],
  ['GET /api/duplicates', may('read', 'Lead')],
  ['POST /api/duplicates/verdicts', may('edit', 'Lead')],
  ['DELETE /api/merges/:id', has('merge')],
  ['GET /api/journal', may('read', 'Lead')],
  ...(['leads', 'contacts'] as const).flatMap((path): [string, Need][] => [
    [`GET /api/${path}/:id/inquiries`, may('read', 'Lead')],
    [`GET /api/${path}/:id/timeline`, may('read', 'Lead')],
  ]),
  ...(['accounts', 'opportunities'] as const).map((path): [string, Need] => [
    `GET /api/${path}/:id/timeline`,
    may('read', 'Account'),
  ]),
  ['GET /api/agreements', may('read', 'Lead')],
  ['GET /api/agreements/current', may('read', 'Lead')],
  ['POST /api/agreements', has('sign_for_marketing', 'sign_for_sales')],
  ['POST /api/agreements/:id/signature', has('sign_for_marketing')],
  ['GET /api/leads/:id/evidence', may('read', 'Lead')],
  ['POST /api/leads/:id/evidence', may('edit', 'Lead')],
  ['GET /api/leads/qualification', may('read', 'Lead')],
  ['POST /api/leads/:id/outcome', may('edit', 'Lead')],
  ['POST /api/leads/:id/reopening', may('edit', 'Lead')],
  ['GET /api/leads/:id/conversion', may('read', 'Lead')],
  ['POST /api/leads/:id/conversion', has('convert')],
  ['DELETE /api/leads/:id/conversion', has('convert')],
  ['POST /api/leads/conversion', has('convert')],
  ['GET /api/conversion-mapping', 'signed in'],
  ['PATCH /api/conversion-mapping', has('set_up')],
  ['GET /api/leads/:id/company', may('read', 'Lead')],
  ['GET /api/accounts/:id/leads', may('read', 'Account')],
  ['GET /api/webhooks', has('set_up')],
  ['POST /api/webhooks', has('set_up')],
  ['GET /api/webhooks/:id', has('set_up')],
  ['PATCH /api/webhooks/:id', has('set_up')],
  ['DELETE /api/webhooks/:id', has('set_up')],
  ['POST /api/webhooks/:id/secret', has('set_up')],
  ['POST /api/webhooks/:id/test', has('set_up')],
  ['GET /api/webhooks/:id/deliveries', has('set_up')],
  ['POST /api/webhooks/:id/replay', has('set_up')],
  ['GET /api/mail', has('set_up')],
  ['POST /api/mail/:id/resend', has('set_up')],
  ...[
    'GET /api/form-posts',
    'GET /api/form-posts/counts',
    'GET /api/form-posts/:id',
    'PATCH /api/form-posts/:id',
    'POST /api/form-posts/:id/replay',
    'POST /api/form-posts/replay',
    'POST /api/form-posts/:id/discard',
    'POST /api/form-posts/discard',
  ].map(keepForms),
  ...[
    'GET /api/web-forms',
    'POST /api/web-forms',
    'GET /api/web-forms/:id',
    'PATCH /api/web-forms/:id',
    'DELETE /api/web-forms/:id',
    'GET /api/web-forms/:id/html',
  ].map(keepForms),
  keepForms('GET /api/allowed-return-urls'),
  ['POST /api/allowed-return-urls', has('set_up')],
  ['DELETE /api/allowed-return-urls', has('set_up')],
  ['GET /api/form-settings', has('set_up')],
  ['PATCH /api/form-settings', has('set_up')],
  ...[
    'POST /api/imports',
    'GET /api/imports',
    'GET /api/imports/:id',
    'PATCH /api/imports/:id',
    'GET /api/imports/:id/preview',
    'GET /api/imports/:id/errors',
    ...['check', 'start', 'pause', 'cancel', 'undo'].map((act) => `POST /api/imports/:id/${act}`),
  ].map((route): [string, Need] => [route, has('import')]),
  ['GET /api/exports/:file', has('export')],
  ['GET /api/recycle-bin', 'signed in'],
  ['POST /api/recycle-bin/restoration', 'signed in'],
  ['POST /api/recycle-bin/removal', has('empty_recycle_bin')],
  ...[
    'GET /api/views',
    'GET /api/views/:id',
    'POST /api/views',
    'PATCH /api/views/:id',
    'DELETE /api/views/:id',
    'POST /api/views/:id/default',
    'DELETE /api/views/:id/default',
  ].map((route): [string, Need] => [route, 'signed in']),
  ...['', '/:id', '/:id/people', '/:id/count', '/:id/why'].map((rest): [string, Need] => [
    `GET /api/segments${rest}`,
    may('read', 'Segment'),
  ]),
  ['POST /api/segments', may('create', 'Segment')],
  ['POST /api/segments/preview', may('read', 'Segment')],
  ['PATCH /api/segments/:id', may('edit', 'Segment')],
  ['DELETE /api/segments/:id', may('delete', 'Segment')],
  ['GET /api/records/:id/files', may('read', 'ContentDocument')],
  ['POST /api/records/:id/files', may('create', 'ContentVersion')],
  ['DELETE /api/records/:id/files/:document', may('delete', 'ContentDocument')],
  ['POST /api/records/:id/files/:document/restoration', may('delete', 'ContentDocument')],
  ['GET /api/files/:id/content', may('read', 'ContentVersion')],
  ['GET /api/campaigns/:id/event', may('read', 'Campaign')],
  ['PATCH /api/campaigns/:id/event', may('edit', 'Campaign')],
  ['POST /api/campaigns/:id/event/registration-page', may('edit', 'Campaign')],
  ['POST /api/campaigns/:id/sessions', may('edit', 'Campaign')],
  ['PATCH /api/event-sessions/:id', may('edit', 'Campaign')],
  ['DELETE /api/event-sessions/:id', may('edit', 'Campaign')],
  ['GET /api/campaigns/:id/registrations', may('read', 'CampaignMember')],
  ['POST /api/campaigns/:id/registrations', may('create', 'CampaignMember')],
  ['PATCH /api/event-registrations/:id', may('edit', 'CampaignMember')],
  ['DELETE /api/event-registrations/:id', may('edit', 'CampaignMember')],
  ['GET /api/campaigns/:id/check-in', may('read', 'CampaignMember')],
  ['GET /api/campaign-members/:id/sessions', may('read', 'CampaignMember')],
  ['POST /api/campaigns/:id/check-in', may('edit', 'CampaignMember')],
  ['GET /api/campaigns/:id/nomination-plan', may('read', 'Campaign')],
  ['PATCH /api/campaigns/:id/nomination-plan', may('edit', 'Campaign')],
  ['GET /api/campaigns/:id/nominations', may('read', 'CampaignMember')],
  ['GET /api/campaigns/:id/nominations/previous', may('read', 'CampaignMember')],
  ['POST /api/campaigns/:id/nominations', may('create', 'CampaignMember')],
  ['POST /api/campaigns/:id/nominations/sent', may('edit', 'Campaign')],
  ['POST /api/nominations/decision', may('edit', 'CampaignMember')],
  ['POST /api/nominations/withdrawal', may('edit', 'CampaignMember')],
  ['GET /api/nominations/waiting', 'signed in'],
  ['GET /api/home', 'signed in'],
  ['GET /api/search', 'signed in'],
  ['GET /api/openapi.json', 'open'],
  ['GET /api/campaign-types', 'signed in'],
  ['POST /api/campaign-types', has('set_up')],
  ['PATCH /api/campaign-types/:id', has('set_up')],
  ['DELETE /api/campaign-types/:id', has('set_up')],
  ['POST /api/campaign-types/order', has('set_up')],
  ['GET /api/campaigns/roll-ups', may('read', 'Campaign')],
  ['GET /api/campaigns/:id/roll-ups', may('read', 'Campaign')],
  ['GET /api/campaigns/:id/tree', may('read', 'Campaign')],
  ['GET /api/campaigns/:id/standings', may('read', 'Campaign')],
  ['GET /api/campaigns/:id/tree/standings', may('read', 'Campaign')],
  ['GET /api/campaigns/:id/members', may('read', 'CampaignMember')],
  ['POST /api/campaigns/:id/members', may('create', 'CampaignMember')],
  ['PATCH /api/campaigns/:id/members', may('edit', 'CampaignMember')],
  ['POST /api/campaigns/:id/members/removal', may('delete', 'CampaignMember')],
  ['GET /api/campaigns/:id/works', may('read', 'Campaign')],
  ['POST /api/campaigns/:id/copy', may('create', 'Campaign')],
  ['GET /api/campaign-members/:id/standings', may('read', 'CampaignMember')],
  ...['GET /api/attribution', 'GET /api/attribution/deals', 'GET /api/opportunities/:id/attribution'].map(
    (route): [string, Need] => [route, may('read', 'Opportunity')],
  ),
  ['GET /api/attribution/settings', 'signed in'],
  ['PATCH /api/attribution/settings', has('set_up')],
  ...['attribution', 'goal'].map((what): [string, Need] => [`GET /api/campaigns/:id/${what}`, may('read', 'Campaign')]),
  ['GET /api/campaign-plan', may('read', 'Campaign')],
  ['GET /api/campaign-comparison', may('read', 'Campaign')],
  ['PATCH /api/campaigns/:id/goal', may('edit', 'Campaign')],
  ['DELETE /api/campaigns/:id/goal', may('edit', 'Campaign')],
  ['POST /api/campaigns/:id/goal/verdict', may('edit', 'Campaign')],
  ['GET /api/leads/:id/campaigns', may('read', 'Lead')],
  ['GET /api/contacts/:id/campaigns', may('read', 'Contact')],
  ['GET /api/marketing-week', 'signed in'],
  ['GET /api/duplicate-rules', 'signed in'],
  ...['POST /api/duplicate-rules', 'POST /api/duplicate-rules/order', 'POST /api/duplicate-rules/trial'].map(
    (route): [string, Need] => [route, has('set_up')],
  ),
  ['PATCH /api/duplicate-rules/:id', has('set_up')],
  ['DELETE /api/duplicate-rules/:id', has('set_up')],
  ['GET /api/duplicates/reported', 'signed in'],
  ['GET /api/duplicates/reported/:id', 'signed in'],
  ['DELETE /api/duplicates/reported/:id', has('merge')],
  ...[
    'GET /api/duplicate-runs',
    'POST /api/duplicate-runs',
    ...['', '/groups', '/groups/:n', '/merges', '/reckoning', '/sample'].map(
      (what) => `GET /api/duplicate-runs/:id${what}`,
    ),
    ...['acts', 'answers', 'merges', 'sample'].map((what) => `POST /api/duplicate-runs/:id/${what}`),
    'POST /api/bulk-merges/:id/acts',
  ].map((route): [string, Need] => [route, has('merge')]),
  ['POST /api/lists/pairs', may('read', 'Lead')],
  ['GET /api/docs', 'open'],
])

const RECORD_ROUTE =
  /^(GET|POST|PATCH|DELETE) \/api\/([a-z-]+)(\/count|\/counts|\/:id|\/:id\/history|\/:id\/restoration)?$/

/** Objects whose records are changed only by who sets up, or who keeps users. */
const setUp: Readonly<Record<string, Capability>> = {
  User: 'keep_users',
  Group: 'keep_users',
  LeadStatus: 'set_up',
  OpportunityStage: 'set_up',
}

/** What a route needs; undefined for a route that is neither written down here nor a plain record route. */
export function needOf(route: string): Need | undefined {
  const need = stated.get(route)
  if (need !== undefined) return need
  const [, method, path, rest = ''] = RECORD_ROUTE.exec(route) ?? []
  const object = standardDefinitions().find((definition) => definition.path === path)?.name
  if (object === undefined || path === undefined) return undefined
  if (method === 'GET') return may('read', object)
  const capability = setUp[object]
  if (capability !== undefined) return has(capability)
  if (rest === '/:id/restoration') return may('delete', object)
  return may(method === 'POST' ? 'create' : method === 'PATCH' ? 'edit' : 'delete', object)
}

/** Whether a role may call a route that needs this. */
export function allows(role: Role, route: string, need: Need): boolean {
  const named = only.get(route)
  if (named !== undefined) return named.includes(role)
  if (typeof need === 'string') return true
  return 'act' in need
    ? grantsOf(role).may(need.act, need.object)
    : need.capabilities.some((one) => grantsOf(role).capabilities.includes(one))
}
