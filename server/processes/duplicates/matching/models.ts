import { rememberedByOrg } from '../../../platform/remembered.ts'
import type { Tx } from '../../../platform/tx.ts'
import { accountPriors } from './accountPriors.ts'
import { modelRows, putModel, type ModelKind } from './matching.sql.ts'
import type { Levels, Model, Models, Shares } from './model.ts'
import { personPriors } from './personPriors.ts'

/** How long a process may go by what an org's records showed before another one looked again. */
const STALE_AFTER_MS = 60_000

const remembered = rememberedByOrg<Models>(STALE_AFTER_MS, async (tx) => {
  const rows = await modelRows(tx)
  const kept = (kind: ModelKind, priors: Model): Model => {
    const row = rows.find((one) => one.kind === kind)
    return row === undefined ? priors : modelFrom(row.model, priors)
  }
  return { persons: kept('Person', personPriors), accounts: kept('Account', accountPriors) }
})

/** What this org's records are weighed by: learned from themselves, or long experience while they are few. */
export const modelsOf = (tx: Tx): Promise<Models> => remembered(tx)

/** The most common values of a field that are kept; what few records have names somebody, and stays out. */
const KEPT_TERMS = 500
const LEAST_SHARE = 0.0002

/** Keeps what was learned of `records` records; the transaction's end makes everybody in this process see it. */
export async function keepModel(tx: Tx, kind: ModelKind, model: Model, records: number): Promise<void> {
  await putModel(tx, kind, toKeep(model), records)
  tx.afterCommit.push(remembered.forget)
}

interface KeptShares {
  readonly known: readonly (readonly [term: string, share: number])[]
  readonly other: number
  readonly ofTwo: number
}

interface KeptModel {
  readonly oneIn: number
  readonly oneInHousehold?: number
  readonly fields: Readonly<Record<string, Levels>>
  readonly shares: Readonly<Record<string, KeptShares>>
}

const toKeep = ({ oneIn, fields, shares, oneInHousehold }: Model): KeptModel => ({
  oneIn,
  ...(oneInHousehold !== undefined && { oneInHousehold }),
  fields,
  shares: Object.fromEntries(Object.entries(shares).map(([field, share]) => [field, sharesToKeep(share)])),
})

/** The values that are left out join the uncommon ones, which are as common as they are on average. */
function sharesToKeep({ known, other, ofTwo }: Shares): KeptShares {
  const kept = [...known].filter(([, share]) => share >= LEAST_SHARE).slice(0, KEPT_TERMS)
  const isKept = new Set(kept.map(([term]) => term))
  let [uncommon, left, squares] = [1, 0, 0]
  for (const [term, share] of known) {
    uncommon -= share
    if (isKept.has(term)) continue
    left += share
    squares += share * share
  }
  const rest = Math.max(0, uncommon)
  return { known: kept, other: left === 0 ? other : (squares + rest * other) / (left + rest), ofTwo }
}

/** A kept model, read with the levels this program knows: one that is new since then starts as experience has it. */
function modelFrom(kept: unknown, priors: Model): Model {
  // What stands there was written by `toKeep`.
  const { oneIn, fields, shares, oneInHousehold = priors.oneInHousehold } = kept as KeptModel
  return {
    oneIn,
    ...(oneInHousehold !== undefined && { oneInHousehold }),
    fields: Object.fromEntries(
      Object.entries(priors.fields).map(([field, levels]) => [field, knownLevels(levels, fields[field] ?? {})]),
    ),
    shares: Object.fromEntries(Object.entries(shares).map(([field, share]) => [field, sharesFrom(share)])),
  }
}

const knownLevels = (priors: Levels, kept: Levels): Levels =>
  Object.fromEntries(
    Object.entries(priors).map(([name, prior]) => [name, prior.fixed === 'both' ? prior : (kept[name] ?? prior)]),
  )

const sharesFrom = ({ known, other, ofTwo }: KeptShares): Shares => ({ known: new Map(known), other, ofTwo })
