import type { ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/records.ts'
import { EditableField } from './EditableField.tsx'
import classes from './FieldList.module.css'

export type FieldSection = Readonly<{ title: string; fields: readonly string[] }>

/** Fields of a record under headings, each edited in place. Names the object does not have are left out. */
export function FieldList({ shape, record, sections, locked }: Readonly<{
  shape: ObjectShape
  record: RecordRow
  sections: readonly FieldSection[]
  locked?: string | undefined
}>) {
  return sections.map((section) => {
    const fields = section.fields.flatMap((name) => shape.fieldNamed.get(name) ?? [])
    if (fields.length === 0) return null
    return (
      <section key={section.title} className={classes['section']} aria-label={section.title}>
        <h2 className={classes['title']}>{section.title}</h2>
        <div className={classes['fields']}>
          {fields.map((field) => (
            <EditableField key={field.name} shape={shape} field={field} record={record} locked={locked} />
          ))}
        </div>
      </section>
    )
  })
}

/** The object's own sections, in the order in which its fields name them; what Assay keeps comes last. */
export function plainSections(shape: ObjectShape): readonly FieldSection[] {
  const shown = shape.fields.filter((field) => field.type !== 'id' && field.name !== shape.nameField && !unshown.has(field.name))
  const bySection = Map.groupBy(shown, (field) => field.section ?? 'Details')
  return [...bySection]
    .map(([title, fields]) => ({ title, fields: fields.map((field) => field.name) }))
    .sort((one, other) => Number(one.title === 'System') - Number(other.title === 'System'))
}

const unshown = new Set(['IsDeleted', 'SystemModstamp'])
