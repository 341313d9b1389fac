import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { AttributionSettings, ModelName } from './model.ts'

/** The models that share among touches; the primary source asks the opportunity instead. */
export const touchModels = ['first', 'last', 'even', 'uShaped', 'wShaped', 'timeDecay', 'fullPath'] as const
type TouchModel = (typeof touchModels)[number]

const column = (model: ModelName, what: 'weight' | 'cents' | 'rest' | 'rank'): RawBuilder<unknown> =>
  sql.ref(`${model}_${what}`)

/** Models under which a deal's cents are cut, so that a rest is to be shared out. */
const cut = ['uShaped', 'wShaped', 'timeDecay', 'fullPath'] as const satisfies readonly TouchModel[]

/** A sum of ones, for the conditions that hold. */
const howMany = (...conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  sql`(${sql.join(
    conditions.map((condition) => sql`(${condition})::int`),
    sql` + `,
  )})`

/** Milestones a touch stands for, milestones of the deal that have a touch, and touches that stand for one. */
const wOfTouch = howMany(sql`n = 1`, sql`n = lead_n`, sql`n = deal_n`)
const wOfDeal = howMany(sql`true`, sql`lead_n > 0`, sql`deal_n > 0`)
const wTouches = howMany(sql`true`, sql`lead_n > 1`, sql`deal_n > 1 and deal_n <> lead_n`)
const closeN = sql`(case when is_closed then of else 0 end)`
const pathOfTouch = howMany(sql`n = 1`, sql`n = lead_n`, sql`n = deal_n`, sql`n = ${closeN}`)
const pathOfDeal = howMany(sql`true`, sql`lead_n > 0`, sql`deal_n > 0`, sql`is_closed`)
const pathTouches = howMany(
  sql`true`,
  sql`lead_n > 1`,
  sql`deal_n > 1 and deal_n <> lead_n`,
  sql`${closeN} > 1 and ${closeN} not in (lead_n, deal_n)`,
)

/** A milestone's share for each milestone a touch stands for, else its part of the last tenth; scaled to 1 where something is missing. */
const byMilestones = (
  share: number,
  ofTouch: RawBuilder<unknown>,
  ofDeal: RawBuilder<unknown>,
  touches: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`(case when ${ofTouch} > 0 then ${sql.lit(share)}::float8 * ${ofTouch} else 0.1::float8 / (of - ${touches}) end)
        / (${sql.lit(share)}::float8 * ${ofDeal} + case when of > ${touches} then 0.1::float8 else 0 end)`

/** What each touch weighs, 1 together within its deal. */
const weights: Record<TouchModel, RawBuilder<unknown>> = {
  first: sql`(n = 1)::int::float8`,
  last: sql`(n = of)::int::float8`,
  even: sql`1::float8 / of`,
  uShaped: sql`(case when of <= 2 then 1::float8 / of when n in (1, of) then 0.4 else 0.2::float8 / (of - 2) end)::float8`,
  wShaped: byMilestones(0.3, wOfTouch, wOfDeal, wTouches),
  timeDecay: sql`decay_raw / sum(decay_raw) over (partition by deal_id)`,
  fullPath: byMilestones(0.225, pathOfTouch, pathOfDeal, pathTouches),
}

/**
 * Common table expressions from `touch` to `share`: of each touch the weight and the cents under every model. The cents
 * of a deal are cut down to whole ones, and what is left over goes, a cent each, to those who lost most by it (the
 * method of the largest remainder, Hamilton 1792), the earlier touch first: they always add up to the amount. That
 * holds even where an amount is so large that the machine's fractions are no longer exact, and the rest more than a cent each.
 */
export const shares = ({ halfLifeDays }: AttributionSettings): RawBuilder<unknown> => {
  const each = (make: (model: TouchModel) => RawBuilder<unknown>, of: readonly TouchModel[] = touchModels) =>
    sql.join(of.map(make))
  const exact = (model: TouchModel) => sql`cents * ${column(model, 'weight')}`
  const rest = (model: TouchModel) => column(model, 'rest')
  const cents: Record<TouchModel, RawBuilder<unknown>> = {
    first: sql`case when n = 1 then cents else 0 end`,
    last: sql`case when n = of then cents else 0 end`,
    even: handedOut(sql`cents`, sql`n`),
    ...objectFrom(
      cut,
      (model) => sql`floor(${exact(model)})::bigint + ${handedOut(rest(model), column(model, 'rank'))}`,
    ),
  }
  return sql`
    counted_back as (
      select *,
        -- Counted back from the deal's last touch: the same shares as from its close, and no number too small to divide by.
        power(2::float8, greatest(-1000, -date_part('epoch', last_at - at) / 86400 / ${halfLifeDays}::float8)) as decay_raw
      from touch
    ),
    weighed as (
      select *, ${each((model) => sql`${weights[model]} as ${column(model, 'weight')}`)}
      from counted_back
    ),
    ranked as (
      select *, ${each((model) => sql`cents - (sum(floor(${exact(model)})::bigint) over (partition by deal_id))::bigint as ${rest(model)}`, cut)},
        ${each((model) => sql`row_number() over (partition by deal_id order by ${exact(model)} - floor(${exact(model)}) desc, n) as ${column(model, 'rank')}`, cut)}
      from weighed
    ),
    share as (
      select deal_id, person_id, campaign_id, source, at, is_sales, n, of, lead_n, deal_n, is_closed,
        ${each((model) => column(model, 'weight'))}, ${each((model) => sql`${cents[model]} as ${column(model, 'cents')}`)}
      from ranked
    )`
}

/** So much of a rest falls to the touch of a rank: as much as to all, and a cent more to the first ones; of less than nothing too. */
const handedOut = (rest: RawBuilder<unknown>, rank: RawBuilder<unknown>): RawBuilder<unknown> => {
  const left = sql`mod(mod(${rest}, of) + of, of)`
  return sql`(${rest} - ${left}) / of + (${rank} <= ${left})::int`
}

const objectFrom = <Name extends string, Value>(names: readonly Name[], make: (name: Name) => Value) =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>

/** The columns of `share`. */
export const centsColumn = (model: ModelName): RawBuilder<unknown> => column(model, 'cents')
export const weightColumn = (model: TouchModel): RawBuilder<unknown> => column(model, 'weight')
