import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Field, ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { EditableField } from './EditableField.tsx'
import { isEmpty } from './fields.ts'
import classes from './FieldList.module.css'

export type FieldSection = Readonly<{ title: string; fields: readonly string[] }>

type FieldListProps = Readonly<{
  shape: ObjectShape
  record: RecordRow
  sections: readonly FieldSection[]
  locked?: string | undefined
}>

/**
 * Fields of a record under headings, each edited in place. The first section shows all its fields, the others keep
 * their empty ones folded. Names the object does not have are left out.
 */
export function FieldList({ sections, ...rest }: FieldListProps) {
  return sections.map((section, at) => <Section key={section.title} {...rest} section={section} whole={at === 0} />)
}

function Section({
  shape,
  record,
  section,
  whole,
  locked,
}: Omit<FieldListProps, 'sections'> & Readonly<{ section: FieldSection; whole: boolean }>) {
  const [unfolded, setUnfolded] = useState(whole)
  // What only comes along when it is named is not shown as blank.
  const fields = section.fields.flatMap((name) =>
    record[name] === undefined ? [] : (shape.fieldNamed.get(name) ?? []),
  )
  // Filled when the page opened or filled since: a field being emptied stays where it is.
  const [kept] = useState(() => new Set(fields.filter((field) => isFilled(record, field)).map((field) => field.name)))
  const shown = unfolded ? fields : fields.filter((field) => kept.has(field.name) || isFilled(record, field))
  const folded = fields.length - shown.length
  if (fields.length === 0) return null
  return (
    <section className={classes['section']} aria-label={section.title}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{section.title}</h2>
        {folded > 0 && (
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setUnfolded(true)}>
            {folded} empty
          </Button>
        )}
      </div>
      <div className={classes['fields']}>
        {shown.map((field) => (
          <EditableField key={field.name} shape={shape} field={field} record={record} locked={locked} />
        ))}
      </div>
    </section>
  )
}

const isFilled = (record: RecordRow, field: Field): boolean =>
  field.type === 'boolean' ? record[field.name] === true : !isEmpty(record[field.name])

/** The object's own sections, in the order in which its fields name them; what Assay keeps comes last. */
export function plainSections(shape: ObjectShape): readonly FieldSection[] {
  const shown = shape.fields.filter(
    (field) => field.type !== 'id' && field.name !== shape.nameField && !unshown.has(field.name),
  )
  const bySection = Map.groupBy(shown, (field) => field.section ?? 'Details')
  return [...bySection]
    .map(([title, fields]) => ({ title, fields: fields.map((field) => field.name) }))
    .sort((one, other) => Number(one.title === 'System') - Number(other.title === 'System'))
}

const unshown = new Set(['IsDeleted', 'SystemModstamp', 'PersonId'])
