import { firstId, type StandardObject } from '../../../../../shared/ids.ts'
import { rowsOf, standardDefinition, type ObjectDefinition } from '../../../../ground/objects/definition.ts'
import { liesInBin } from '../../../../ground/objects/visibility.ts'
import { sql } from '../../../../platform/sql.ts'
import { pointing, shown, systemObject } from './declaring.sql.ts'

/** Who has a record for being its owner. There is no other sharing: the rest follows from the role. */
function sharesOf(objectName: StandardObject): void {
  const parent = `${objectName}Id`
  const level = `${objectName}AccessLevel`
  const share: ObjectDefinition = systemObject({
    name: `${objectName}Share`,
    label: `${objectName} share`,
    nameField: 'RowCause',
    fields: [
      { ...pointing(parent, objectName), childRelationshipName: 'Shares' },
      pointing('UserOrGroupId', 'User', 'Group'),
      shown(level, 'picklist', { length: 40, picklist: LEVELS }),
      shown('RowCause', 'picklist', { length: 40, picklist: CAUSES }),
      shown('IsDeleted', 'boolean', { expression: (alias) => liesInBin(share, alias) }),
    ],
    systemFields: ['Id', 'LastModifiedDate', 'LastModifiedById'],
    reachedThrough: [parent],
    binnedWith: parent,
    rows: () => {
      const definition = standardDefinition(objectName)
      if (definition === undefined) throw new Error(`${objectName} is not declared.`)
      return sql`
        select t.id - ${sql.lit(firstId(objectName) - 1)} as id, 1 as version,
          t.id as ${sql.ref(`${definition.table}_id`)}, t.owner_id as user_or_group_id,
          'All' as ${sql.ref(`${definition.table}_access_level`)}, 'Owner' as row_cause,
          t.last_modified_at, t.last_modified_by_id
        from ${rowsOf(definition)} t`
    },
    meaning: 'Who has a record, and why: its owner.',
  })
}

const LEVELS = [{ value: 'All', label: 'Owner' }]
const CAUSES = [{ value: 'Owner', label: 'Owner' }]

for (const objectName of ['Account', 'Contact', 'Lead', 'Opportunity', 'Campaign'] as const) sharesOf(objectName)
