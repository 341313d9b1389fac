import { many, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import { visible } from '../../ground/objects/visibility.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { Campaign } from './fields.ts'

/** What campaigns came to. Amounts and costs are in the org's currency. */
export type RollUp = {
  /** People in the campaign. */
  readonly members: number
  /** Members who came as leads, those converted since among them. */
  readonly leads: number
  readonly contacts: number
  /** Members who came as leads and are contacts now. */
  readonly converted: number
  /** Members who ever stood at a status that counts as a response. */
  readonly responses: number
  /** Opportunities whose primary campaign source it is, outside the recycle bin. */
  readonly opportunities: number
  readonly won: number
  readonly amountAll: number
  readonly amountWon: number
  /** What was paid for the opportunities, refunds taken off. */
  readonly collected: number
  /** The actual cost; where none is entered, the cost per name times the members; null where neither is. */
  readonly cost: number | null
  readonly budget: number | null
  readonly expectedRevenue: number | null
  readonly sent: number | null
}

/** The numbers of each campaign `c`, from the indexes alone: `n` of its members and `o` of its opportunities. */
const counting = sql`
  cross join lateral (
    select coalesce(sum(members), 0)::bigint as members, coalesce(sum(leads), 0)::bigint as leads,
      coalesce(sum(contacts), 0)::bigint as contacts, coalesce(sum(converted), 0)::bigint as converted,
      coalesce(sum(responders), 0)::bigint as responses
    from campaign_count
    where campaign_id = c.id) n
  cross join lateral (
    select count(*) as opportunities, count(won_at) as won, coalesce(sum(amount), 0) as "amountAll",
      coalesce(sum(amount) filter (where won_at is not null), 0) as "amountWon",
      coalesce(sum(collected), 0) as collected
    from opportunity
    where campaign_id = c.id and deleted_at is null) o`

const ENTERED = sql`coalesce(c.actual_cost, c.cost_per_name * n.members) as cost, c.budgeted_cost as budget,
  c.expected_revenue as "expectedRevenue", c.number_sent as sent`

export type Reached = {
  /** The campaign these are the numbers of. */
  readonly top: number
  /** Whether all below it are counted with it. */
  readonly isTree: boolean
  readonly campaigns: number
}

/** The own numbers of campaigns, and those of the tree below each. */
export const rollUpRows = async (
  tx: Tx,
  actor: Actor,
  campaignIds: readonly number[],
): Promise<(Reached & { readonly numbers: RollUp })[]> => {
  const rows = await many<RollUp & Reached>(
    tx,
    sql`
    with recursive tree (top, id) as (
      select t.id, t.id from campaign t where t.id = any(${campaignIds}::bigint[]) and ${visible(actor, Campaign, 't')}
      union
      select tree.top, child.id from campaign child join tree on child.parent_id = tree.id where child.deleted_at is null
    ), each as (
      select c.id, n.*, o.*, ${ENTERED}
      from campaign c
      ${counting}
      where c.id in (select id from tree)
    )
    select tree.top, "isTree", count(*) as campaigns, sum(members)::bigint as members, sum(leads)::bigint as leads,
      sum(contacts)::bigint as contacts, sum(converted)::bigint as converted, sum(responses)::bigint as responses,
      sum(opportunities)::bigint as opportunities, sum(won)::bigint as won, sum("amountAll") as "amountAll",
      sum("amountWon") as "amountWon", sum(collected) as collected, sum(cost) as cost, sum(budget) as budget, sum("expectedRevenue") as "expectedRevenue",
      sum(sent)::bigint as sent
    from tree
    join each using (id)
    join (values (false), (true)) as reach ("isTree") on "isTree" or tree.id = tree.top
    group by tree.top, "isTree"`,
  )
  return rows.map(({ top, isTree, campaigns, ...numbers }) => ({ top, isTree, campaigns, numbers }))
}

export type TreeRow = RollUp & {
  readonly id: number
  readonly parentId: number | null
  readonly name: string
  readonly type: string | null
  readonly status: string | null
  readonly startDate: string | null
  readonly endDate: string | null
  /** 1 at the root. */
  readonly level: number
}

const MOST_IN_TREE = 2000

/** Every campaign of the tree this one stands in, as far as the actor may see them, each with its own numbers. */
export const treeRows = (tx: Tx, actor: Actor, campaignId: number): Promise<TreeRow[]> =>
  many<TreeRow>(
    tx,
    sql`
    with recursive above (id, parent_id, steps) as (
      select t.id, t.parent_id, 0 from campaign t where t.id = ${campaignId} and ${visible(actor, Campaign, 't')}
      union all
      select p.id, p.parent_id, above.steps + 1
      from campaign p
      join above on p.id = above.parent_id
      where above.steps < 10
    ), branch (id, level, path) as (
      select id, 1, array[]::text[] from (select id from above order by steps desc limit 1) root
      union all
      select child.id, branch.level + 1, branch.path || (lower(child.name) || ' ' || child.id)
      from campaign child
      join branch on child.parent_id = branch.id
      where child.deleted_at is null and branch.level < 10
    )
    select c.id, c.parent_id as "parentId", c.name, c.type, c.status, c.start_date as "startDate", c.end_date as "endDate",
      b.level, n.*, o.*, ${ENTERED}
    from branch b
    join campaign c on c.id = b.id
    ${counting}
    where ${visible(actor, Campaign, 'c')}
    order by b.path
    limit ${MOST_IN_TREE}`,
  )
