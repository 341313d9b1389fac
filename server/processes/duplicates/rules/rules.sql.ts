import { many, maybeOne, run, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Matchable } from '../duplicate.ts'
import type { DuplicateRule } from './rule.ts'

const ruleColumns = sql`
  id, object_name as object, api_name as "apiName", label, is_active as "isActive", sort_order as "sortOrder",
  json_build_object('action', on_create, 'alert', alerts_on_create, 'report', reports_on_create) as "onCreate",
  json_build_object('action', on_edit, 'alert', alerts_on_edit, 'report', reports_on_edit) as "onEdit",
  compares, conditions, roles, bypass_roles as "bypassRoles", enforces_sharing as "enforcesSharing",
  alert_text as "alertText", version`

/** All rules of the org, each object's in the order they are asked. */
export const ruleRows = (tx: Tx): Promise<DuplicateRule[]> =>
  many<DuplicateRule>(
    tx,
    sql`
    select ${ruleColumns}
    from duplicate_rule
    order by array_position(array['Lead', 'Contact', 'Account'], object_name), sort_order, id`,
  )

/** Keeps others from changing rules until this transaction ends: how many are active is counted, and their order is theirs together. */
export const lockRules = (tx: Tx): Promise<number> =>
  run(tx, sql`lock table duplicate_rule in share row exclusive mode`)

export const ruleById = (tx: Tx, id: number): Promise<DuplicateRule | undefined> =>
  maybeOne<DuplicateRule>(
    tx,
    sql`
    select ${ruleColumns}
    from duplicate_rule
    where id = ${id}`,
  )

export const insertRule = (tx: Tx, actorId: number | null, rule: Omit<DuplicateRule, 'version'>): Promise<number> =>
  run(
    tx,
    sql`
    insert into duplicate_rule (id, object_name, api_name, label, is_active, sort_order, on_create, on_edit, alerts_on_create,
      alerts_on_edit, reports_on_create, reports_on_edit, compares, conditions, roles, bypass_roles, enforces_sharing, alert_text,
      created_at, created_by_id, last_modified_at, last_modified_by_id)
    values (${rule.id}, ${rule.object}, ${rule.apiName}, ${rule.label}, ${rule.isActive}, ${rule.sortOrder}, ${rule.onCreate.action},
      ${rule.onEdit.action}, ${rule.onCreate.alert}, ${rule.onEdit.alert}, ${rule.onCreate.report}, ${rule.onEdit.report},
      ${JSON.stringify(rule.compares)}, ${rule.conditions && JSON.stringify(rule.conditions)}, ${rule.roles}, ${rule.bypassRoles},
      ${rule.enforcesSharing}, ${rule.alertText}, ${tx.now}, ${actorId}, ${tx.now}, ${actorId})`,
  )

export const updateRule = (tx: Tx, actorId: number | null, rule: DuplicateRule): Promise<number> =>
  run(
    tx,
    sql`
    update duplicate_rule
    set label = ${rule.label}, is_active = ${rule.isActive}, on_create = ${rule.onCreate.action}, on_edit = ${rule.onEdit.action},
      alerts_on_create = ${rule.onCreate.alert}, alerts_on_edit = ${rule.onEdit.alert}, reports_on_create = ${rule.onCreate.report},
      reports_on_edit = ${rule.onEdit.report}, compares = ${JSON.stringify(rule.compares)},
      conditions = ${rule.conditions && JSON.stringify(rule.conditions)}, roles = ${rule.roles}, bypass_roles = ${rule.bypassRoles},
      enforces_sharing = ${rule.enforcesSharing}, alert_text = ${rule.alertText}, version = version + 1,
      last_modified_at = ${tx.now}, last_modified_by_id = ${actorId}
    where id = ${rule.id}`,
  )

export const deleteRule = (tx: Tx, id: number): Promise<number> =>
  run(
    tx,
    sql`
    delete from duplicate_rule
    where id = ${id}`,
  )

/** Puts rules of an object into this order. */
export const orderRules = (tx: Tx, object: Matchable, ids: readonly number[]): Promise<number> =>
  run(
    tx,
    sql`
    update duplicate_rule r
    set sort_order = o.place, version = r.version + 1
    from unnest(${ids}::bigint[]) with ordinality as o (id, place)
    where r.id = o.id and r.object_name = ${object} and r.sort_order <> o.place`,
  )
