import { ActionIcon, Checkbox, Select, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useObject } from '../api/describe.ts'
import { useAnswer } from '../setup/setupApi.ts'
import { OrderedRows } from '../ui/OrderedRows.tsx'
import { type FormField, formFields } from './webForm.ts'
import classes from './WebForm.module.css'

/** The questions of a form in their order: drag or arrow keys to move, words to change, more to add. */
export function FormFields({
  fields,
  error,
  onChange,
}: Readonly<{
  fields: readonly FormField[]
  error: string | undefined
  onChange: (fields: readonly FormField[]) => void
}>) {
  const lead = useObject('Lead')
  const criteria =
    useAnswer<{ criteria: readonly { name: string; label: string }[] }>('/agreements/current').data?.criteria ?? []
  const own = lead.fields
    .filter((field) => field.custom && !field.readOnly)
    .map((field) => ({ name: field.name, label: field.label, required: false }))
  const all = [...formFields, ...own]
  const free = all.filter(({ name }) => !fields.some((field) => field.name.toLowerCase() === name.toLowerCase()))
  const change = (name: string, part: Partial<FormField>) =>
    onChange(fields.map((field) => (field.name === name ? { ...field, ...part } : field)))
  const add = (name: string | null) => {
    const field = free.find((one) => one.name === name)
    if (field !== undefined) onChange([...fields, field])
  }
  return (
    <>
      <OrderedRows
        label="Questions in their order"
        rows={fields}
        keyOf={(field) => field.name}
        nameOf={(field) => field.label}
        onOrder={onChange}
      >
        {(field) => (
          <div className={classes['field']}>
            <div>
              <TextInput
                aria-label={`Words beside ${field.name}`}
                value={field.label}
                maxLength={120}
                onChange={(event) => change(field.name, { label: event.currentTarget.value })}
              />
              <span className={classes['name']} title="The name the form sends it under">
                {field.name}
              </span>
            </div>
            <Select
              aria-label={`What ${field.label} is evidence for`}
              placeholder="No evidence"
              className={classes['criterion'] ?? ''}
              clearable
              value={field.criterion ?? null}
              data={criteria.map(({ name, label }) => ({ value: name, label: `Evidence: ${label}` }))}
              onChange={(criterion) => change(field.name, { criterion })}
            />
            <Checkbox
              label="Must"
              aria-label={`${field.label} must be filled`}
              checked={field.required}
              onChange={(event) => change(field.name, { required: event.currentTarget.checked })}
            />
            <ActionIcon
              aria-label={`Remove ${field.label}`}
              onClick={() => onChange(fields.filter(({ name }) => name !== field.name))}
            >
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          </div>
        )}
      </OrderedRows>
      {error !== undefined && (
        <p role="alert" style={{ margin: 0, color: 'var(--unqualified)', fontSize: 12 }}>
          {error}
        </p>
      )}
      <Select
        aria-label="Add a question"
        placeholder="Add a question"
        searchable
        value={null}
        data={free.map(({ name, label }) => ({ value: name, label }))}
        onChange={add}
        nothingFoundMessage="No such field. Add a custom field first."
        w={280}
        maw="100%"
      />
    </>
  )
}
