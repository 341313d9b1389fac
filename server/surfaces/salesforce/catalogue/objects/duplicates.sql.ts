import { idOf } from '../../../../../shared/ids.ts'
import { sql } from '../../../../platform/sql.ts'
import type { Matchable } from '../../../../processes/duplicates/duplicate.ts'
import { comparedBy } from '../../../../processes/duplicates/rules/rule.ts'
import { allShown, fixedRows, pointing, shown, systemObject } from './declaring.sql.ts'

/** Duplicate rules and what they reported, as tools made for Salesforce read them. */

const described = [...allShown('string', 'DeveloperName MasterLabel SobjectType'), shown('Language')]
/** What a rule reported goes for good, when it goes. */
const neverDeleted = shown('IsDeleted', 'boolean', { expression: () => sql`false` })
const people = sql`version, created_at, created_by_id, last_modified_at, last_modified_by_id`

systemObject({
  name: 'DuplicateRule',
  label: 'Duplicate rule',
  nameField: 'MasterLabel',
  fields: [...described, shown('SobjectSubtype'), shown('IsActive', 'boolean')],
  rows: () => sql`
    select id, ${people}, api_name as developer_name, label as master_label, object_name as sobject_type,
      'en_US' as language, 'None' as sobject_subtype, is_active
    from duplicate_rule`,
  meaning: 'What is done when a record that is saved looks like one we have.',
})

const matchables: readonly Matchable[] = ['Lead', 'Contact', 'Account']

const matchingFields = [...described, ...allShown('string', 'MatchEngine RuleStatus Description BooleanFilter')]

systemObject({
  name: 'MatchingRule',
  label: 'Matching rule',
  nameField: 'MasterLabel',
  fields: matchingFields,
  rows: fixedRows(matchingFields, () =>
    matchables.map((object, at) => ({
      Id: idOf('MatchingRule', at + 1),
      DeveloperName: `Standard_${object}_Match_Rule`,
      MasterLabel: `Standard ${object.toLowerCase()} matching`,
      SobjectType: object,
      Language: 'en_US',
      MatchEngine: 'AssayMatching',
      RuleStatus: 'Active',
      Description: 'All fields together make a probability; each weighs as much as it tells records apart.',
      BooleanFilter: null,
    })),
  ),
  meaning: 'What makes two records look the same.',
})

/** How a field is compared, in the words of Salesforce's list. */
const methods: readonly (readonly [RegExp, string])[] = [
  [/^FirstName$/, 'FirstName'],
  [/^LastName$/, 'LastName'],
  [/^(Company|Name|AccountId)$/, 'CompanyName'],
  [/Phone$/, 'Phone'],
  [/Title$/, 'Title'],
  [/Street$/, 'Street'],
  [/City$/, 'City'],
  [/PostalCode$/, 'Zip'],
]
const methodOf = (field: string): string => methods.find(([pattern]) => pattern.test(field))?.[1] ?? 'Exact'

const itemFields = [
  shown('MatchingRuleId', 'reference', { referenceTo: ['MatchingRule'], relationshipName: 'MatchingRule' }),
  shown('SortOrder', 'int'),
  ...allShown('string', 'Field MatchingMethod BlankValueBehavior'),
]

systemObject({
  name: 'MatchingRuleItem',
  label: 'Matching rule item',
  nameField: 'Field',
  fields: itemFields,
  rows: fixedRows(itemFields, () =>
    matchables.flatMap((object, ruleAt) =>
      [...comparedBy[object]].map((field, at) => ({
        Id: (ruleAt + 1) * 100 + at,
        MatchingRuleId: idOf('MatchingRule', ruleAt + 1),
        SortOrder: at + 1,
        Field: field,
        MatchingMethod: methodOf(field),
        BlankValueBehavior: 'NullNotAllowed',
      })),
    ),
  ),
  meaning: 'A field by which records are compared.',
})

systemObject({
  name: 'DuplicateRecordSet',
  label: 'Duplicate record set',
  fields: [shown('Name'), pointing('DuplicateRuleId', 'DuplicateRule'), shown('RecordCount', 'int'), neverDeleted],
  rows: () => sql`
    select s.id, s.version, s.created_at, s.created_by_id, s.last_modified_at, s.last_modified_by_id,
      lpad((s.id % 1000000000)::text, 9, '0') as name, s.rule_id as duplicate_rule_id,
      (select count(*) from duplicate_record_item i where i.set_id = s.id) as record_count
    from duplicate_record_set s`,
  meaning: 'Records a duplicate rule reported as likely one.',
})

systemObject({
  name: 'DuplicateRecordItem',
  label: 'Duplicate record item',
  fields: [
    shown('Name'),
    { ...pointing('DuplicateRecordSetId', 'DuplicateRecordSet'), childRelationshipName: 'DuplicateRecordItems' },
    shown('RecordId', 'reference', { referenceTo: ['Lead', 'Contact', 'Account'], relationshipName: 'Record' }),
    neverDeleted,
  ],
  reachedThrough: ['RecordId'],
  rows: () => sql`
    select id, ${people}, lpad((id % 1000000000)::text, 9, '0') as name, set_id as duplicate_record_set_id, record_id
    from duplicate_record_item`,
  meaning: 'A record in a set of likely duplicates.',
})
