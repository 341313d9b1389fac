import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import {
  defineObject,
  type FieldValues,
  type ObjectDefinition,
  type StoredRecord,
} from '../../ground/objects/definition.ts'
import type { ChangeDraft, Door } from '../../ground/objects/door.ts'
import { valueOf, type Draft } from '../../ground/objects/drafts.ts'
import { changeRecords, createRecords, savedIds } from '../../ground/objects/objects.ts'
import { removeForGood, doUnless } from '../../ground/objects/removal.ts'
import type { Saved } from '../../ground/objects/save.ts'
import { renameValues, valuesInUse, type Renamed, type ValueList } from '../../ground/objects/valueLists.ts'
import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'
import type { OpportunityStage } from './opportunity.ts'
import { forgetStages, opportunityStages } from './stages.ts'

/** The forecast categories' codes by their names. */
export const forecastCategories: Readonly<Record<string, string>> = {
  Omitted: 'Omitted',
  Pipeline: 'Pipeline',
  'Best Case': 'BestCase',
  'Most Likely': 'MostLikely',
  Commit: 'Forecast',
  Closed: 'Closed',
}

export const OpportunityStageObject: ObjectDefinition = defineObject({
  name: 'OpportunityStage',
  label: 'Opportunity stage',
  labelPlural: 'Opportunity stages',
  path: 'opportunity-stages',
  table: 'opportunity_stage',
  nameField: 'MasterLabel',
  hasOwner: false,
  hasRecycleBin: false,
  fields: [
    { name: 'MasterLabel', label: 'Label', type: 'string', length: 255, required: true, neverNull: true },
    { name: 'ApiName', label: 'API name', type: 'string', length: 255, readOnly: 'It is the label.', neverNull: true },
    { name: 'SortOrder', label: 'Order', type: 'int', range: [0, 1_000_000], neverNull: true },
    { name: 'IsActive', label: 'Active', type: 'boolean', defaultValue: true },
    { name: 'IsClosed', label: 'Closed', type: 'boolean', defaultValue: false },
    { name: 'IsWon', label: 'Won', type: 'boolean', defaultValue: false },
    {
      name: 'DefaultProbability',
      label: 'Probability (%)',
      type: 'percent',
      required: true,
      neverNull: true,
      help: 'What a deal starts with when it enters the stage; deals already there keep theirs.',
    },
    {
      name: 'ForecastCategoryName',
      label: 'Forecast category',
      type: 'picklist',
      picklist: Object.keys(forecastCategories).map((value) => ({ value, label: value })),
      restricted: true,
      defaultValue: 'Pipeline',
      neverNull: true,
    },
    {
      name: 'ForecastCategory',
      label: 'Forecast category code',
      type: 'string',
      length: 40,
      readOnly: 'It follows from the forecast category.',
      neverNull: true,
    },
    { name: 'Description', type: 'string', length: 1000, help: 'What must be true before a deal may stand here.' },
  ],
  meaning: 'A step of the sales process; it drives probability, forecast, and whether a deal is closed and won.',
})

const stagesOfOpportunities: ValueList = {
  table: OpportunityStageObject.table,
  bornBy: { table: 'opportunity', column: 'stage_name' },
}

async function createStages(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'set_up', 'change opportunity stages')
  const present = await opportunityStages(tx)
  const saved = await createRecords(tx, actor, OpportunityStageObject, drafts, (values, at) => {
    const whole: FieldValues = {
      IsActive: true,
      IsClosed: false,
      IsWon: false,
      ForecastCategoryName: 'Pipeline',
      ...values,
    }
    return (
      unfit(present, undefined, whole) ?? {
        values: {
          ...followed(whole),
          ApiName: values.MasterLabel ?? null,
          SortOrder: values.SortOrder ?? present.length + 1 + at,
        },
      }
    )
  })
  return changed(tx, actor, saved, {
    act: 'created',
    nameOf: (_, at) => valueOf(OpportunityStageObject, drafts[at] ?? {}, 'MasterLabel'),
  })
}

async function updateStages(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'set_up', 'change opportunity stages')
  const present = await opportunityStages(tx)
  const inUse = await valuesInUse(
    tx,
    stagesOfOpportunities,
    changes.map(({ id }) => id),
  )
  const renamed: Renamed[] = []
  const saved = await changeRecords(tx, actor, OpportunityStageObject, changes, (before, values) => {
    const refusal = unfit(present, before, { ...before, ...values }) ?? turned(inUse, before, values)
    if (refusal !== undefined) return refusal
    if (typeof values.MasterLabel !== 'string' || values.MasterLabel === before.ApiName)
      return { values: followed(values) }
    renamed.push({ from: String(before.ApiName), to: values.MasterLabel })
    return { values: { ...followed(values), ApiName: values.MasterLabel } }
  })
  await renameValues(tx, stagesOfOpportunities, renamed)
  return changed(tx, actor, saved, { act: 'changed', nameOf: (id) => present.find((one) => one.id === id)?.name })
}

async function removeStages(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'set_up', 'change opportunity stages')
  const present = await opportunityStages(tx)
  const inUse = await valuesInUse(tx, stagesOfOpportunities, ids)
  const left = present.filter(({ id, isActive }) => isActive && !ids.includes(id))
  const saved = await doUnless(tx, actor, {
    definition: OpportunityStageObject,
    ids,
    refusalOf: (id) => (inUse.has(id) ? stageInUse() : missingEnd(left)),
    work: (free) => removeForGood(tx, actor, OpportunityStageObject, free),
  })
  return changed(tx, actor, saved, { act: 'removed', nameOf: (id) => present.find((one) => one.id === id)?.name })
}

export const opportunityStageDoor: Door = {
  definition: OpportunityStageObject,
  create: createStages,
  update: updateStages,
  remove: removeStages,
}

type Told = Readonly<{ act: string; nameOf: (id: number | undefined, at: number) => unknown }>

/** Remembered for who looks after the org, by the name of the first. */
function changed(tx: Tx, actor: Actor, saved: Saved[], { act, nameOf }: Told): Saved[] {
  tx.afterCommit.push(forgetStages)
  const first = saved.findIndex(({ refusal }) => refusal === undefined)
  announce(tx, {
    type: `opportunity_stage.${act}`,
    recordIds: savedIds(saved),
    actorId: actor.userId,
    payload: { name: nameOf(saved[first]?.id, first) },
  })
  return saved
}

const followed = (values: FieldValues): FieldValues => {
  const category = forecastCategories[String(values.ForecastCategoryName)]
  return category === undefined ? values : { ...values, ForecastCategory: category }
}

function unfit(
  present: readonly OpportunityStage[],
  before: StoredRecord | undefined,
  after: FieldValues,
): Refusal | undefined {
  const others = present.filter(({ id }) => id !== before?.Id)
  const label = String(after.MasterLabel)
  if (others.some(({ name }) => name.toLowerCase() === label.toLowerCase()))
    return new Refusal('opportunity_stage_is_taken', `There is already a stage called '${label}'.`, {
      kind: 'conflict',
      field: 'MasterLabel',
      rule: 'A stage is named once.',
    })
  if (after.IsWon === true && after.IsClosed !== true)
    return new Refusal('won_is_closed', 'A won stage is a closed one.', {
      field: 'IsWon',
      rule: 'Only a closed stage is won.',
    })
  if (
    after.IsClosed === true &&
    others.some(({ isActive, isClosed, isWon }) => isActive && isClosed && isWon === after.IsWon)
  ) {
    return new Refusal(
      'exactly_two_ends',
      `There is already a stage in which a deal is ${after.IsWon === true ? 'won' : 'lost'}. A deal ends in exactly two ways, Closed Won and Closed Lost; the loss reason says the rest.`,
      { field: 'IsClosed', rule: 'There are exactly two end stages.' },
    )
  }
  const probability = Number(after.DefaultProbability)
  return probability >= 0 && probability <= 100
    ? undefined
    : new Refusal('probability_out_of_range', 'A probability is between 0 and 100 percent.', {
        field: 'DefaultProbability',
        value: probability,
        rule: 'A probability is a percentage.',
      })
}

/** A stage deals stand in does not change from open to closed, or from lost to won, under them. */
const turned = (inUse: ReadonlySet<number>, before: StoredRecord, values: FieldValues): Refusal | undefined =>
  inUse.has(before.Id) &&
  (['IsClosed', 'IsWon'] as const).some((name) => values[name] !== undefined && values[name] !== before[name])
    ? stageInUse()
    : undefined

const stageInUse = (): Refusal =>
  new Refusal(
    'opportunity_stage_in_use',
    'Opportunities stand in this stage. Move them to another stage first, or make this one inactive.',
    { rule: 'A stage somebody stands in is not deleted or turned.' },
  )

const missingEnd = (left: readonly OpportunityStage[]): Refusal | undefined => {
  const complete =
    left.some(({ isClosed }) => !isClosed) &&
    left.some(({ isWon }) => isWon) &&
    left.some(({ isClosed, isWon }) => isClosed && !isWon)
  return complete
    ? undefined
    : new Refusal('process_incomplete', 'A sales process needs an open stage, one for won and one for lost.', {
        rule: 'There are exactly two end stages, and somewhere to start.',
      })
}
