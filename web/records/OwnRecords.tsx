import { useParams } from '@tanstack/react-router'
import { type Field, type ObjectShape, useObject } from '../api/describe.ts'
import { ObjectList } from '../ui/ObjectList.tsx'

/** The list of an object the organization made itself. */
export function OwnRecords() {
  const { object = '' } = useParams({ strict: false })
  // Another object is another list: what was chosen in one says nothing about the next.
  return <OwnList key={object} object={object} />
}

function OwnList({ object }: { object: string }) {
  const shape = useObject(object)
  return (
    <ObjectList
      objectName={shape.name}
      columns={usualColumns(shape)}
      empty={{
        for: shape.meaning,
        example: `The first ${shape.label.toLowerCase()} is created by hand, imported from a file, or sent by a program.`,
      }}
    />
  )
}

const MOST_COLUMNS = 6

const usualColumns = ({ fields, nameField, hasOwner }: ObjectShape): readonly string[] => [
  nameField,
  ...fields
    .filter((field) => field.custom && isShort(field))
    .slice(0, MOST_COLUMNS)
    .map(({ name }) => name),
  ...(hasOwner ? ['OwnerId'] : []),
  'CreatedDate',
]

const isShort = ({ type }: Field): boolean => type !== 'textarea' && type !== 'multipicklist'
