import { ActionIcon, Checkbox, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type Field, useObject } from '../api/describe.ts'
import { useSession } from '../api/session.ts'
import { FieldInput } from '../ui/FieldInput.tsx'
import { pluralOf, type ImportOptions, type ImportRow } from './importRow.ts'
import classes from './Import.module.css'

type LinkChoicesProps = Readonly<{ one: ImportRow; object: string; onChange: (options: ImportOptions) => void }>

/** How rows find each other and what they point to, and what is true of every row. */
export function LinkChoices(props: LinkChoicesProps) {
  return (
    <div className={classes['choices']}>
      <KeyColumn {...props} />
      <Missing {...props} />
      <Defaults {...props} />
    </div>
  )
}

const NONE = ''

function KeyColumn({ one, object, onChange }: LinkChoicesProps) {
  const free = one.mapping.filter(({ field, column }) => field === null || column === one.options.keyColumn)
  return (
    <section aria-label="Key">
      <h2 className={classes['heading']}>What the file calls its rows</h2>
      <Select
        label="Key column"
        description={`The number or name by which a later file finds the same ${pluralOf(object)}, to update them or to point to them.`}
        allowDeselect={false}
        value={one.options.keyColumn ?? NONE}
        data={[{ value: NONE, label: 'None' }, ...free.map(({ column }) => ({ value: column, label: column }))]}
        onChange={(column) => onChange({ keyColumn: column === NONE ? null : column })}
      />
    </section>
  )
}

function Missing({ one, object, onChange }: LinkChoicesProps) {
  const shape = useObject(object)
  const { may } = useSession()
  const made = one.options.createMissing ?? []
  const pointed = new Set(one.mapping.flatMap(({ field }) => shape.fieldNamed.get(field ?? '')?.referenceTo ?? []))
  const choices = ['Account', 'Campaign'].filter((name) => pointed.has(name) && may[name]?.create === true)
  if (choices.length === 0 && object !== 'Opportunity') return null
  return (
    <section aria-label="What rows point to">
      <h2 className={classes['heading']}>When a row names what is not here</h2>
      {choices.map((name) => (
        <Checkbox
          key={name}
          mb={8}
          label={`Create ${pluralOf(name)} that are missing`}
          description="With the name the file gives, and nothing else. Otherwise the row waits in the file to mend."
          checked={made.includes(name)}
          onChange={(event) =>
            onChange({
              createMissing: event.currentTarget.checked ? [...made, name] : made.filter((other) => other !== name),
            })
          }
        />
      ))}
      {object === 'Opportunity' && (
        <Checkbox
          label="Gather deals without an account under one account"
          description="It is created for them, to be sorted out. Otherwise these rows wait in the file to mend."
          checked={one.options.withoutAccount !== 'refuse'}
          onChange={(event) => onChange({ withoutAccount: event.currentTarget.checked ? 'gather' : 'refuse' })}
        />
      )}
    </section>
  )
}

function Defaults({ one, object, onChange }: LinkChoicesProps) {
  const shape = useObject(object)
  const defaults = one.options.defaults ?? {}
  const fields = shape.fields.filter((field) => mayStandForAll(field))
  const put = (name: string, value: unknown) => {
    const { [name]: _, ...others } = defaults
    const kept = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    onChange({ defaults: kept ? { ...others, [name]: value } : others })
  }
  return (
    <section aria-label="True of every row">
      <h2 className={classes['heading']}>True of every row that says nothing else</h2>
      {Object.entries(defaults).map(([name, value]) => {
        const field = shape.fieldNamed.get(name)
        if (field === undefined) return null
        return (
          <div key={name} className={classes['default']}>
            <FieldInput
              field={{ ...field, required: true, help: null }}
              value={value}
              onChange={(next) => put(name, next)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Leave out ${field.label}`}
              onClick={() => put(name, null)}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        )
      })}
      <Select
        aria-label="Add a field that is the same for every row"
        placeholder="Add a field"
        searchable
        value={null}
        data={fields
          .filter(({ name }) => defaults[name] === undefined && !one.mapping.some(({ field }) => field === name))
          .map(({ name, label }) => ({ value: name, label }))}
        onChange={(name) => {
          const field = name === null ? undefined : shape.fieldNamed.get(name)
          if (field !== undefined) put(field.name, field.type === 'boolean' ? true : (field.picklist[0]?.value ?? null))
        }}
        nothingFoundMessage="No such field"
      />
    </section>
  )
}

/** Lists and ticks: what a trade-show list says by its very name, and the rows need not repeat. */
const mayStandForAll = (field: Field): boolean =>
  field.readOnlyBecause === null &&
  ((field.type === 'picklist' && field.picklist.length > 0) || field.type === 'boolean')
