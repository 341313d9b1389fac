import { Button } from '@mantine/core'
import { Suspense } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import { useRecord } from '../api/records.ts'
import { paths } from '../paths.ts'
import { EditableField } from './EditableField.tsx'
import { nameOf, reasonAgainstEdit } from './fields.ts'
import { Link } from './Link.tsx'
import { Sheet } from './Sheet.tsx'
import { GridSkeleton } from './Skeletons.tsx'

type EditSheetProps = Readonly<{ shape: ObjectShape; id: string; fields: readonly string[]; onClose: () => void }>

/** A record's fields beside its list, each saved as it is left: what E opens. */
export function EditSheet({ shape, id, fields, onClose }: EditSheetProps) {
  const page = paths.record(id, shape.name)
  return (
    <Sheet
      opened
      onClose={onClose}
      as="side"
      title={`Edit ${shape.label.toLowerCase()}`}
      footer={
        page !== undefined && (
          <Button component={Link} to={page} variant="default">
            Open {shape.label.toLowerCase()}
          </Button>
        )
      }
    >
      <Suspense fallback={<GridSkeleton rows={8} />}>
        <Fields shape={shape} id={id} fields={fields} onClose={onClose} />
      </Suspense>
    </Sheet>
  )
}

function Fields({ shape, id, fields }: EditSheetProps) {
  const record = useRecord(shape.name, id)
  const editable = shape.fields.filter((field) => field.type !== 'id' && reasonAgainstEdit(shape, field) === undefined)
  const shown = editable.filter((field) => field.required || fields.includes(field.name))
  return (
    <>
      <h2 style={{ margin: '0 0 12px', fontSize: 18 }}>{nameOf(record)}</h2>
      {shown.map((field) => (
        <EditableField key={field.name} shape={shape} field={field} record={record} />
      ))}
    </>
  )
}
