import { useParams } from '@tanstack/react-router'
import { useObject } from '../api/describe.ts'
import { type FieldSection, plainSections } from '../ui/FieldList.tsx'
import { ObjectPage } from '../ui/ObjectPage.tsx'

/** One record of an object the organization made itself. */
export function OwnRecord() {
  const { object = '' } = useParams({ strict: false })
  const shape = useObject(object)
  const [first, ...others] = plainSections(shape)
  const top: FieldSection = { title: shape.label, fields: [shape.nameField, ...(first?.fields ?? [])] }
  return <ObjectPage key={shape.name} objectName={shape.name} sections={[top, ...others]} />
}
