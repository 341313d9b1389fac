import type { ReactNode } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import { isEmpty } from '../ui/fields.ts'
import { FieldView } from '../ui/FieldView.tsx'
import { textOf } from '../ui/textOf.ts'
import type { FieldNote } from './conversion.ts'
import classes from './Convert.module.css'

/** What a record that would be made gets; what is blank or no is left out. */
export function FreshFacts({ shape, values }: Readonly<{ shape: ObjectShape; values: Values }>) {
  const told = Object.entries(values).filter(
    ([name, value]) => shape.fieldNamed.has(name) && !isEmpty(value) && value !== false,
  )
  return (
    <Facts title="Gets">
      {told.map(([name, value]) => (
        <Fact key={name} label={shape.fieldNamed.get(name)?.label ?? name}>
          <FactValue shape={shape} name={name} value={value} />
        </Fact>
      ))}
    </Facts>
  )
}

/** What a record would get, and what it keeps although the lead says otherwise. */
export function Notes({
  shape,
  fills,
  stays,
}: Readonly<{ shape: ObjectShape; fills: readonly FieldNote[]; stays: readonly FieldNote[] }>) {
  if (fills.length === 0 && stays.length === 0)
    return <p className={classes['note']}>Nothing is filled and nothing differs.</p>
  return (
    <>
      {fills.length > 0 && (
        <Facts title="Fills the blanks">
          {fills.map(({ field, label, leadValue }) => (
            <Fact key={field} label={label}>
              <FactValue shape={shape} name={field} value={leadValue} />
            </Fact>
          ))}
        </Facts>
      )}
      {stays.length > 0 && (
        <Facts title="Stays as it is">
          {stays.map(({ field, label, value, leadValue }) => (
            <Fact key={field} label={label}>
              <FactValue shape={shape} name={field} value={value} /> (the lead says{' '}
              <FactValue shape={shape} name={field} value={leadValue} />)
            </Fact>
          ))}
        </Facts>
      )}
    </>
  )
}

type Values = Readonly<Record<string, unknown>>

function Facts({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <>
      <p className={classes['factsTitle']}>{title}</p>
      <dl className={classes['facts']}>{children}</dl>
    </>
  )
}

function Fact({ label, children }: Readonly<{ label: string; children: ReactNode }>) {
  return (
    <div className={classes['fact']}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function FactValue({ shape, name, value }: Readonly<{ shape: ObjectShape; name: string; value: unknown }>) {
  const field = shape.fieldNamed.get(name)
  if (isEmpty(value)) return 'empty'
  // Here a value comes without the name of the record it points to.
  if (field === undefined || field.type === 'reference') return textOf(value)
  if (field.type === 'boolean') return value === true ? 'yes' : 'no'
  return <FieldView field={field} record={{ Id: '', [name]: value }} plain />
}
