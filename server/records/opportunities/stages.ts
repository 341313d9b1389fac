import { drawIds } from '../../ground/objects/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import { rememberedByOrg } from '../../platform/remembered.ts'
import type { Tx } from '../../platform/tx.ts'
import type { OpportunityStage } from './opportunity.ts'
import { insertStages, stageRows } from './stages.sql.ts'

const STALE_AFTER_MS = 2000

const remembered = rememberedByOrg<readonly OpportunityStage[]>(STALE_AFTER_MS, stageRows)

/** The stages of the org's sales process, in order. */
export const opportunityStages = (tx: Tx): Promise<readonly OpportunityStage[]> => remembered(tx)

export const forgetStages = (): void => remembered.forget()

export const stagePicklist = async (tx: Tx) =>
  (await opportunityStages(tx))
    .filter(({ isActive }) => isActive)
    .map(({ name, label, isClosed, isWon }) => ({
      value: name,
      label,
      note: isWon ? 'won' : isClosed ? 'lost' : 'open',
    }))

/** Where a new opportunity starts. */
export async function firstStage(tx: Tx): Promise<OpportunityStage> {
  const stage = (await opportunityStages(tx)).find(({ isActive, isClosed }) => isActive && !isClosed)
  if (stage !== undefined) return stage
  throw new Refusal(
    'no_open_stage',
    'There is no open opportunity stage. An administrator can add one in Setup, Opportunity stages.',
  )
}

type Stock = readonly [
  name: string,
  probability: number,
  category: string,
  categoryName: string,
  isClosed?: boolean,
  isWon?: boolean,
]

/** The field's stock stages with their probabilities (public export of a standard org). */
const STOCK: readonly Stock[] = [
  ['Prospecting', 10, 'Pipeline', 'Pipeline'],
  ['Qualification', 10, 'Pipeline', 'Pipeline'],
  ['Needs Analysis', 20, 'Pipeline', 'Pipeline'],
  ['Value Proposition', 50, 'Pipeline', 'Pipeline'],
  ['Id. Decision Makers', 60, 'Pipeline', 'Pipeline'],
  ['Perception Analysis', 70, 'Pipeline', 'Pipeline'],
  ['Proposal/Price Quote', 75, 'Pipeline', 'Pipeline'],
  ['Negotiation/Review', 90, 'Pipeline', 'Pipeline'],
  ['Closed Won', 100, 'Closed', 'Closed', true, true],
  ['Closed Lost', 0, 'Omitted', 'Omitted', true, false],
]

/** Gives a new org its stages; does nothing where there are some. */
export async function seedStages(tx: Tx): Promise<void> {
  const ids = await drawIds(tx, 'OpportunityStage', STOCK.length)
  await insertStages(
    tx,
    STOCK.map(
      ([name, defaultProbability, forecastCategory, forecastCategoryName, isClosed = false, isWon = false], at) => ({
        id: ids[at] ?? 0,
        name,
        label: name,
        sortOrder: at + 1,
        isActive: true,
        isClosed,
        isWon,
        forecastCategory,
        forecastCategoryName,
        defaultProbability,
      }),
    ),
  )
  forgetStages()
}
