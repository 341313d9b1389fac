import { firstId, idOf } from '../../../../../shared/ids.ts'
import { sql } from '../../../../platform/sql.ts'
import { allShown, fixedRows, pointing, shown, systemObject } from './declaring.sql.ts'

/**
 * Campaign influence as the field's tools read it: its default model gives all of a deal to its primary campaign. The other
 * models share each deal among touches and are worked out when they are asked for (processes/attribution).
 */

const PRIMARY = idOf('CampaignInfluenceModel', 1)

const modelFields = [
  ...allShown('string', 'DeveloperName MasterLabel ModelDescription Language NamespacePrefix'),
  ...allShown('picklist', 'ModelType RecordPreference'),
  ...allShown('boolean', 'IsActive IsDefaultModel IsModelLocked IsDeleted'),
]

systemObject({
  name: 'CampaignInfluenceModel',
  label: 'Campaign influence model',
  nameField: 'MasterLabel',
  fields: modelFields,
  rows: fixedRows(modelFields, () => [
    {
      Id: PRIMARY,
      DeveloperName: 'Primary_Campaign_Source',
      MasterLabel: 'Primary Campaign Source',
      ModelDescription: 'All of a deal is given to its primary campaign.',
      Language: 'en_US',
      ModelType: 'Default',
      RecordPreference: 'AllRecords',
      IsActive: true,
      IsDefaultModel: true,
      IsModelLocked: true,
      IsDeleted: false,
    },
  ]),
  meaning: 'A way of sharing deals among campaigns.',
})

const relatedTo = (name: string, objectName: string) =>
  shown(name, 'reference', {
    referenceTo: [objectName],
    relationshipName: objectName,
    childRelationshipName: 'CampaignInfluences',
  })

systemObject({
  name: 'CampaignInfluence',
  label: 'Campaign influence',
  nameField: 'OpportunityId',
  fields: [
    relatedTo('CampaignId', 'Campaign'),
    relatedTo('OpportunityId', 'Opportunity'),
    relatedTo('ContactId', 'Contact'),
    pointing('ModelId', 'CampaignInfluenceModel'),
    shown('Influence', 'percent'),
    shown('RevenueShare', 'currency'),
    shown('IsDeleted', 'boolean', { expression: () => sql`false` }),
  ],
  reachedThrough: ['OpportunityId', 'CampaignId'],
  rows: () => sql`
    select o.id + ${sql.lit(firstId('CampaignInfluence') - firstId('Opportunity'))}::bigint as id, o.version, o.campaign_id,
      o.id as opportunity_id, null::bigint as contact_id, ${sql.lit(PRIMARY)}::bigint as model_id, 100::numeric as influence,
      o.amount as revenue_share, o.created_at, o.created_by_id, o.last_modified_at, o.last_modified_by_id
    from opportunity o
    where o.campaign_id is not null and o.deleted_at is null`,
  meaning: 'What part a campaign had in a deal.',
})
