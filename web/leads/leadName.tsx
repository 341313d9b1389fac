import type { RecordRow } from '../api/records.ts'
import { nameOf } from '../ui/fields.ts'
import { textOf } from '../ui/textOf.ts'
import type { GridColumn } from '../ui/columns.tsx'
import classes from './leadName.module.css'

/** Name and company in one cell. */
export const leadName: GridColumn = {
  id: 'Name',
  header: 'Name and company',
  width: 280,
  fields: ['Name', 'Company'],
  sort: 'Name',
  render: (lead: RecordRow) => (
    <span className={classes['cell']}>
      <strong className={classes['name']}>{nameOf(lead)}</strong>
      <span className={classes['company']}>{textOf(lead['Company'])}</span>
    </span>
  ),
}
