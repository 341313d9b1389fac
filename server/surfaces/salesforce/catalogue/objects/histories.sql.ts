import { firstId, type StandardObject } from '../../../../../shared/ids.ts'
import { sql, type RawBuilder } from '../../../../platform/sql.ts'
import { standardDefinition, type ObjectDefinition } from '../../../../ground/objects/definition.ts'
import { encodedIn } from '../../../../ground/objects/encodedId.ts'
import { liesInBin } from '../../../../ground/objects/visibility.ts'
import { allShown, shown, systemObject } from './declaring.sql.ts'

/** What changed in records, seen by who sees the record. */

const IDS_OF_ONE_OBJECT = 2 ** 44

/** The history of one object's records. References are kept as numbers, and shown as the ids they are. */
function historyOf(objectName: StandardObject, name: string, labelPlural: string): void {
  const parent = `${objectName}Id`
  const history: ObjectDefinition = systemObject({
    name,
    label: labelPlural.replace(/ies$/, 'y'),
    labelPlural,
    nameField: 'Field',
    fields: [
      shown(parent, 'reference', { referenceTo: [objectName], relationshipName: objectName }),
      shown('Field', 'string', { length: 255 }),
      shown('OldValue', 'string', { length: 255 }),
      shown('NewValue', 'string', { length: 255 }),
      shown('IsDeleted', 'boolean', { expression: (alias) => liesInBin(history, alias) }),
    ],
    systemFields: ['Id', 'CreatedDate', 'CreatedById'],
    reachedThrough: [parent],
    binnedWith: parent,
    rows: () => {
      const first = firstId(objectName)
      return sql`
        select h.id, 1 as version, h.record_id as ${sql.ref(`${objectName.toLowerCase()}_id`)}, h.field,
          ${shownValue(objectName, 'h.old_value')} as old_value, ${shownValue(objectName, 'h.new_value')} as new_value,
          h.changed_at as created_at, h.changed_by_id as created_by_id
        from field_history h
        where h.record_id between ${sql.lit(first)} and ${sql.lit(first + IDS_OF_ONE_OBJECT - 2)}`
    },
    meaning: 'What changed in a record, when and by whom.',
  })
}

function shownValue(objectName: string, column: string): RawBuilder<unknown> {
  const references = (standardDefinition(objectName)?.fields ?? []).flatMap(({ type, name }) =>
    type === 'reference' ? [sql.lit(name)] : [],
  )
  return sql`case when h.field in (${sql.join(references)}) and ${sql.ref(column)} ~ '^[0-9]{1,16}$'
    then ${encodedIn(sql.ref(column))} else ${sql.ref(column)} end`
}

historyOf('Lead', 'LeadHistory', 'Lead histories')
historyOf('Account', 'AccountHistory', 'Account histories')
historyOf('Contact', 'ContactHistory', 'Contact histories')
historyOf('Campaign', 'CampaignHistory', 'Campaign histories')
historyOf('Opportunity', 'OpportunityFieldHistory', 'Opportunity field histories')

const stageHistory: ObjectDefinition = systemObject({
  name: 'OpportunityHistory',
  label: 'Opportunity history',
  labelPlural: 'Opportunity histories',
  nameField: 'StageName',
  fields: [
    shown('OpportunityId', 'reference', { referenceTo: ['Opportunity'], relationshipName: 'Opportunity' }),
    shown('StageName', 'picklist', { length: 255 }),
    ...allShown('currency', 'Amount ExpectedRevenue'),
    shown('CloseDate', 'date'),
    shown('Probability', 'percent'),
    shown('ForecastCategory', 'picklist', { length: 40 }),
    shown('IsDeleted', 'boolean', { expression: (alias) => liesInBin(stageHistory, alias) }),
  ],
  systemFields: ['Id', 'CreatedDate', 'CreatedById', 'SystemModstamp'],
  reachedThrough: ['OpportunityId'],
  binnedWith: 'OpportunityId',
  rows: () => sql`
    select h.id, 1 as version, h.opportunity_id, h.stage_name, h.amount, h.expected_revenue, h.close_date, h.probability,
      h.forecast_category, h.created_at, h.created_by_id, h.created_at as last_modified_at
    from opportunity_history h`,
  meaning: 'Where a deal stood, each time its stage, amount, probability or close date changed.',
})
