import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { FieldList, plainSections } from './FieldList.tsx'
import { Panel } from './RecordPage.tsx'

/** Every field of a record that its page does not already show on top, folded until somebody wants it. */
export function MoreFields({
  shape,
  record,
  besides,
  locked,
}: Readonly<{ shape: ObjectShape; record: RecordRow; besides: readonly string[]; locked?: string | undefined }>) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const sections = plainSections(shape)
    .map(({ title, fields }) => ({ title, fields: fields.filter((name) => !besides.includes(name)) }))
    .filter(({ fields }) => fields.length > 0)
  const count = sections.reduce((sum, { fields }) => sum + fields.length, 0)
  return (
    <Panel
      title="All details"
      count={count}
      actions={
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={open}
          aria-controls={id}
          rightSection={<IconChevronDown size={14} style={{ transform: open ? 'rotate(180deg)' : 'none' }} />}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Fold' : 'Show all details'}
        </Button>
      }
    >
      <div id={id}>{open && <FieldList shape={shape} record={record} sections={sections} locked={locked} />}</div>
    </Panel>
  )
}
