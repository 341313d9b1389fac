import { Tooltip } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import type { RecordRow } from '../api/recordRow.ts'
import { useDuplicateMark } from '../duplicates/duplicates.ts'
import type { GridColumn } from '../ui/columns.tsx'
import { nameOf } from '../ui/fields.ts'
import classes from './leadName.module.css'
import { textOf } from '../ui/textOf.ts'

/** Name and company in one cell, with the mark of a likely duplicate. */
export const leadName: GridColumn = {
  id: 'Name',
  header: 'Name and company',
  width: 240,
  fields: ['Name', 'Company'],
  sort: 'Name',
  render: (lead: RecordRow) => (
    <span className={classes['cell']}>
      <strong className={classes['name']}>{nameOf(lead)}</strong>
      <DuplicateMark lead={lead} />
      <span className={classes['company']}>{textOf(lead['Company'])}</span>
    </span>
  ),
}

/** Amber copies beside a name: this person may be here twice. */
export function DuplicateMark({ lead }: { lead: RecordRow }) {
  const mark = useDuplicateMark(lead.Id)
  if (mark === undefined || mark.count === 0) return null
  const words = `${mark.count} likely ${mark.count === 1 ? 'duplicate' : 'duplicates'}${mark.isCertain ? ', one certain' : ''}`
  return (
    <Tooltip label={words}>
      <span className={classes['mark']} role="img" aria-label={words}>
        <IconCopy size={14} stroke={2} aria-hidden />
      </span>
    </Tooltip>
  )
}
