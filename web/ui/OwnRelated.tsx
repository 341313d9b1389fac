import { Button } from '@mantine/core'
import { type Field, type OwnChild, useObject } from '../api/describe.ts'
import { openCreate } from '../shell/create.ts'
import { FieldView } from './FieldView.tsx'
import { nameOf } from './fields.ts'
import { RecordLink } from './Link.tsx'
import { RelatedList } from './RelatedList.tsx'

const MOST_COLUMNS = 3

/** Records of an object of the organization's own that point to this record, as a panel of its page. */
export function OwnRelated({ child, id }: Readonly<{ child: OwnChild; id: string }>) {
  const shape = useObject(child.object)
  const fields = shape.fields.filter((field) => field.name !== child.field && isTold(field)).slice(0, MOST_COLUMNS)
  const noun = child.labelPlural.toLowerCase()
  return (
    <RelatedList
      title={child.labelPlural}
      objectName={child.object}
      query={{
        filter: { field: child.field, op: 'eq', value: id },
        sort: '-CreatedDate',
        fields: [shape.nameField, ...fields.map(({ name }) => name)],
      }}
      empty={`No ${noun} yet.`}
      actions={
        child.mayCreate && (
          <Button size="compact-sm" variant="subtle" onClick={() => openCreate(child.object, { [child.field]: id })}>
            Add {child.label.toLowerCase()}
          </Button>
        )
      }
      columns={[
        {
          head: child.label,
          render: (row) => <RecordLink id={row.Id} name={nameOf(row)} objectName={child.object} />,
        },
        ...fields.map((field) => ({
          head: field.label,
          width: '150px',
          render: (row: Parameters<typeof nameOf>[0]) => <FieldView field={field} record={row} />,
        })),
      ]}
    />
  )
}

const isTold = ({ custom, type }: Field): boolean => custom && type !== 'textarea' && type !== 'multipicklist'
