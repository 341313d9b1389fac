import { Button, Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { api } from '../api/client.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { CUSTOM_FIELDS, type CustomField, kindOf, linesOf } from './customField.ts'
import { useCall } from './setupApi.ts'
import classes from './Users.module.css'

const valuesOf = (field: CustomField) => ({
  label: field.label,
  help: field.help ?? '',
  length: field.length ?? 255,
  required: field.required,
  unique: field.isUnique,
  externalId: field.externalId,
  values: (field.picklist ?? [])
    .filter(({ isActive }) => isActive !== false)
    .map(({ value }) => value)
    .join('\n'),
})
type Values = ReturnType<typeof valuesOf>

/** Changes what a field is called, takes and demands. Its type stays. */
export function EditField({ field, onClose }: { field: CustomField; onClose: () => void }) {
  const id = useId()
  const client = useQueryClient()
  const form = useForm<Values>({ initialValues: valuesOf(field) })
  const save = useCall(
    (values: Values) => api.patch(`${CUSTOM_FIELDS}/${field.objectName}.${field.name}`, changeOf(field, values)),
    CUSTOM_FIELDS,
    '/custom-objects',
  )
  const submit = form.onSubmit((values) =>
    save.mutate(values, {
      onSettled: () => client.invalidateQueries({ queryKey: ['describe'] }),
      onSuccess: () => {
        toast(`Saved ${values.label.trim()}.`)
        onClose()
      },
      onError: (error) => {
        const { picklist, ...errors } = fieldErrors(error)
        form.setErrors({ ...errors, ...(picklist === undefined ? {} : { values: picklist }) })
      },
    }),
  )
  const retired = (field.picklist ?? []).filter(({ isActive }) => isActive === false).map(({ label }) => label)
  return (
    <Sheet
      opened
      onClose={onClose}
      as="side"
      title={`Edit ${field.label}`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={id} loading={save.isPending}>
            Save field
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} className={classes['form']} noValidate>
        {save.isError && (
          <RefusalNotice
            problems={problemsBesides(save.error, ['label', 'length', 'unique', 'externalId', 'picklist', 'help'])}
          />
        )}
        <p className={classes['faint']}>
          {field.objectName}.{field.name} · {kindOf(field)}
        </p>
        <TextInput label="Label" maxLength={80} data-autofocus {...form.getInputProps('label')} />
        {isText(field) && (
          <NumberInput
            label="Longest text"
            description="In characters. It may grow, and not shrink."
            min={field.length ?? 1}
            max={LONGEST}
            {...form.getInputProps('length')}
          />
        )}
        {field.picklist !== null && field.valueSet === null && (
          <Textarea
            label="Values"
            description={
              retired.length === 0
                ? 'One a line, in their order. One you take out stays with the records that have it.'
                : `One a line, in their order. Out of use: ${retired.join(', ')}.`
            }
            autosize
            minRows={4}
            {...form.getInputProps('values')}
          />
        )}
        <TextInput label="Help" maxLength={1000} {...form.getInputProps('help')} />
        {!field.masterDetail && field.format === null && field.type !== 'boolean' && (
          <Checkbox label="Required in every new record" {...form.getInputProps('required', { type: 'checkbox' })} />
        )}
        <Checkbox
          label="Unique: no two records have the same value"
          {...form.getInputProps('unique', { type: 'checkbox' })}
        />
        <Checkbox
          label="Names the record in another system"
          {...form.getInputProps('externalId', { type: 'checkbox' })}
        />
      </form>
    </Sheet>
  )
}

const LONGEST = 32_000

const isText = ({ type, format }: CustomField): boolean => (type === 'string' || type === 'textarea') && format === null

function changeOf(field: CustomField, { values, length, ...rest }: Values) {
  const labels = new Map((field.picklist ?? []).map(({ value, label }) => [value, label]))
  return {
    ...rest,
    label: rest.label.trim(),
    help: rest.help.trim(),
    ...(isText(field) && (field.length !== null || length !== 255) ? { length } : {}),
    ...(field.picklist === null || field.valueSet !== null
      ? {}
      : { picklist: linesOf(values).map((value) => ({ value, label: labels.get(value) ?? value })) }),
  }
}
