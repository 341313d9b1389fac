import { catalogueResources } from '../catalogue/resources.ts'
import { toolingResources } from '../metadata/tooling.ts'
import { uiResources } from '../ui/resources.ts'
import { base, type Operation } from './asked.ts'
import {
  actionKinds,
  customActions,
  describeAction,
  invokeAction,
  noActions,
  standardActions,
} from './actions/actions.ts'
import { batch } from './batch.ts'
import {
  changeCollection,
  createCollection,
  readCollection,
  removeCollection,
  upsertCollection,
} from './collections.ts'
import { composite, graph } from './composite.ts'
import { readFound, removeFound, upsertFound } from './externalIds.ts'
import { dashboards, processApprovals, processRules, reports, requestApprovals, triggerRules } from './nothing.ts'
import { query, queryAll, queryMore } from './queries.ts'
import { changeRecord, createRecord, readRecord, removeRecord } from './records.ts'
import { tree } from './tree.ts'
import type { Resource } from './resource.ts'

/** What there is under an address, by name: where clients begin that look before they ask. */
const listing =
  (path: string, ...names: readonly string[]): Operation =>
  async (_here, asked) => ({
    status: 200,
    body: Object.fromEntries(names.map((name) => [name, `${base(asked)}/${path}/${name}`])),
  })

const listed = (path: string, ...names: readonly string[]): Resource => ({ path, GET: listing(path, ...names) })

/** Everything this room answers, for requests of their own and for parts of composite ones. The first that fits is taken. */
export const resources: readonly Resource[] = [
  { path: 'query', GET: query },
  { path: 'queryAll', GET: queryAll },
  { path: 'query/:locator', GET: queryMore },
  { path: 'queryAll/:locator', GET: queryMore },
  { path: 'sobjects/:object', POST: createRecord },
  { path: 'sobjects/:object/Id', POST: createRecord },
  { path: 'sobjects/:object/:id', GET: readRecord, PATCH: changeRecord, DELETE: removeRecord },
  { path: 'sobjects/:object/:key/*', GET: readFound, PATCH: upsertFound, DELETE: removeFound },
  { path: 'composite', GET: listing('composite', 'tree', 'batch', 'sobjects', 'graph'), POST: composite },
  { path: 'composite/batch', POST: batch },
  { path: 'connect/batch', POST: batch },
  { path: 'composite/graph', POST: graph },
  { path: 'composite/tree/:object', POST: tree },
  { path: 'composite/sobjects', POST: createCollection, PATCH: changeCollection, DELETE: removeCollection },
  { path: 'composite/sobjects/:object', GET: readCollection, POST: readCollection },
  { path: 'composite/sobjects/:object/:field', PATCH: upsertCollection },
  { path: 'actions', GET: actionKinds },
  { path: 'actions/standard', GET: standardActions },
  { path: 'actions/standard/:name', GET: describeAction, POST: invokeAction },
  { path: 'actions/custom', GET: customActions },
  { path: 'actions/custom/flow', GET: noActions },
  { path: 'actions/custom/apex', GET: noActions },
  listed('process', 'rules', 'approvals'),
  { path: 'process/rules', GET: processRules, POST: triggerRules },
  { path: 'process/approvals', GET: processApprovals, POST: requestApprovals },
  listed('analytics', 'reports', 'dashboards'),
  { path: 'analytics/reports', GET: reports },
  { path: 'analytics/dashboards', GET: dashboards },
  listed('jobs', 'ingest', 'query'),
  listed('tooling', 'query', 'search', 'sobjects', 'composite', 'executeAnonymous', 'completions'),
  ...catalogueResources,
  ...toolingResources,
  listed('ui-api', 'object-info'),
  ...uiResources,
]
