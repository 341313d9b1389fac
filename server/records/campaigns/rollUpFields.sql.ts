import { sql, type RawBuilder } from '../../platform/sql.ts'

/** Where a roll-up looks: at one campaign, or at all of its tree. */
type Reach = (column: string, alias: string) => RawBuilder<unknown>

/** The campaign and everything below it that is not in the recycle bin, as `tree (id)`. */
export const treeBelow = (root: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  recursive tree (id) as (
    select ${root}
    union
    select child.id from campaign child join tree on child.parent_id = tree.id where child.deleted_at is null)`

const itself: Reach = (column, alias) => sql`${sql.ref(column)} = ${sql.ref(`${alias}.id`)}`

const wholeTree: Reach = (column, alias) =>
  sql`${sql.ref(column)} in (with ${treeBelow(sql.ref(`${alias}.id`))} select id from tree)`

const counted =
  (column: string, reach: Reach) =>
  (alias: string): RawBuilder<unknown> =>
    sql`(select coalesce(sum(n.${sql.ref(column)}), 0)::bigint from campaign_count n where ${reach('n.campaign_id', alias)})`

const opportunities =
  (what: RawBuilder<unknown>, condition: RawBuilder<unknown>, reach: Reach) =>
  (alias: string): RawBuilder<unknown> =>
    sql`(select ${what} from opportunity o
      where ${reach('o.campaign_id', alias)} and o.deleted_at is null and ${condition})`

const entered = (column: string) => (alias: string) =>
  sql`(with ${treeBelow(sql.ref(`${alias}.id`))}
    select coalesce(sum(c.${sql.ref(column)}), 0) from tree join campaign c on c.id = tree.id)`

const sums = (reach: Reach) => ({
  NumberOfLeads: counted('leads', reach),
  NumberOfConvertedLeads: counted('converted', reach),
  NumberOfContacts: counted('contacts', reach),
  NumberOfResponses: counted('responses', reach),
  NumberOfOpportunities: opportunities(sql`count(*)`, sql`true`, reach),
  NumberOfWonOpportunities: opportunities(sql`count(*)`, sql`o.won_at is not null`, reach),
  AmountAllOpportunities: opportunities(sql`coalesce(sum(o.amount), 0)`, sql`true`, reach),
  AmountWonOpportunities: opportunities(sql`coalesce(sum(o.amount), 0)`, sql`o.won_at is not null`, reach),
  AmountCollected: opportunities(sql`coalesce(sum(o.collected), 0)`, sql`true`, reach),
})

/**
 * The read-only roll-ups, as the field defines them: leads with those converted, opportunities by their primary campaign
 * source, responses by the status a member stands at now.
 */
export const rollUps = sums(itself)

/** The same of the campaign and all below it, whoever may see those. */
export const hierarchyRollUps = {
  ...sums(wholeTree),
  ActualCost: entered('actual_cost'),
  BudgetedCost: entered('budgeted_cost'),
  ExpectedRevenue: entered('expected_revenue'),
  NumberSent: entered('number_sent'),
}
