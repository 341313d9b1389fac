import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { api } from '../api/client.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { useOwnObjects } from '../api/describe.ts'
import { BELONGS_TO, CUSTOM_FIELDS, extensible, kindsFor, linesOf, NUMBERS_ITSELF, referable } from './customField.ts'
import { useCall } from './setupApi.ts'
import classes from './Users.module.css'

const initialValues = {
  object: 'Lead',
  label: '',
  type: 'string',
  values: '',
  referenceTo: 'Account',
  format: '{0000}',
  required: false,
  unique: false,
  externalId: false,
  help: '',
}
type Values = typeof initialValues

/** Adds one field to an object. */
export function CreateField({
  object,
  onClose,
}: {
  /** The object it is added to, where that is settled. */
  object?: string
  onClose: () => void
}) {
  const id = useId()
  const client = useQueryClient()
  const own = useOwnObjects().map(({ name }) => name)
  const form = useForm<Values>({
    initialValues: { ...initialValues, object: object ?? initialValues.object },
    validate: {
      label: (label) => (label.trim() === '' ? 'What is the field called?' : null),
      values: (text, { type }) =>
        isChoice(type) && linesOf(text).length === 0 ? 'Name the values to choose from, one a line.' : null,
    },
  })
  const create = useCall((values: Values) => api.post(CUSTOM_FIELDS, draftOf(values)), CUSTOM_FIELDS)
  const { type } = form.values
  const submit = form.onSubmit((values) =>
    create.mutate(values, {
      onSettled: () => client.invalidateQueries({ queryKey: ['describe'] }),
      onSuccess: () => {
        toast(`Added ${values.label.trim()} to ${values.object}.`)
        onClose()
      },
      onError: (error) => {
        const { name, picklist, ...errors } = fieldErrors(error)
        form.setErrors({
          ...errors,
          ...(name === undefined ? {} : { label: name }),
          ...(picklist === undefined ? {} : { values: picklist }),
        })
      },
    }),
  )
  return (
    <Sheet
      opened
      onClose={onClose}
      as="side"
      title="Add field"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={id} loading={create.isPending}>
            Add field
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} className={classes['form']} noValidate>
        {create.isError && (
          <RefusalNotice
            problems={problemsBesides(create.error, [
              'object',
              'label',
              'name',
              'type',
              'picklist',
              'referenceTo',
              'unique',
              'externalId',
              'format',
            ])}
          />
        )}
        {object === undefined && (
          <Select label="On" data={[...extensible, ...own]} allowDeselect={false} {...form.getInputProps('object')} />
        )}
        <TextInput
          label="Label"
          placeholder="Machine park"
          maxLength={80}
          data-autofocus
          {...form.getInputProps('label')}
        />
        <Select
          label="Type"
          description="It cannot be changed later."
          data={[...kindsFor(form.values.object)]}
          allowDeselect={false}
          {...form.getInputProps('type')}
        />
        {isChoice(type) && (
          <Textarea
            label="Values"
            description="One a line, in their order."
            autosize
            minRows={4}
            placeholder={'Lathes\nMills\nPresses'}
            {...form.getInputProps('values')}
          />
        )}
        {(type === 'reference' || type === BELONGS_TO) && (
          <Select
            label={type === BELONGS_TO ? 'Belongs to' : 'Links to'}
            {...(type === BELONGS_TO
              ? { description: 'It is seen, deleted and restored with that record, and has no owner of its own.' }
              : {})}
            data={[...referable, ...own]}
            allowDeselect={false}
            {...form.getInputProps('referenceTo')}
          />
        )}
        {type === NUMBERS_ITSELF && (
          <TextInput
            label="Format"
            description="The zeros stand for the number; {YYYY}, {MM} and {DD} for the day."
            placeholder="PO-{0000}"
            maxLength={60}
            {...form.getInputProps('format')}
          />
        )}
        <TextInput
          label="Help"
          description="Shown beside the field."
          maxLength={1000}
          {...form.getInputProps('help')}
        />
        <Checkbox label="Required in every new record" {...form.getInputProps('required', { type: 'checkbox' })} />
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

const ours: Readonly<Record<string, string>> = { [NUMBERS_ITSELF]: 'string', [BELONGS_TO]: 'reference' }

const isChoice = (type: string): boolean => type === 'picklist' || type === 'multipicklist'
const draftOf = ({ values, referenceTo, help, label, format, type, ...rest }: Values) => ({
  ...rest,
  type: ours[type] ?? type,
  label: label.trim(),
  ...(isChoice(type) ? { picklist: linesOf(values).map((value) => ({ value })) } : {}),
  ...(type === 'reference' ? { referenceTo } : {}),
  ...(type === BELONGS_TO ? { referenceTo, masterDetail: true } : {}),
  ...(type === NUMBERS_ITSELF ? { format: format.trim() } : {}),
  ...(help.trim() === '' ? {} : { help: help.trim() }),
})
