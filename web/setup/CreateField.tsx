import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useId } from 'react'
import { api } from '../api/client.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { extensible, referable, typeWords } from './customField.ts'
import { useCall } from './setupApi.ts'
import classes from './Users.module.css'

const initialValues = {
  object: 'Lead',
  label: '',
  type: 'string',
  values: '',
  referenceTo: 'Account',
  required: false,
  unique: false,
  externalId: false,
  help: '',
}
type Values = typeof initialValues

/** Adds one field to an object. */
export function CreateField({ onClose, onCreated }: { onClose: () => void; onCreated: () => Promise<unknown> }) {
  const id = useId()
  const form = useForm<Values>({
    initialValues,
    validate: {
      label: (label) => (label.trim() === '' ? 'What is the field called?' : null),
      values: (text, { type }) =>
        isChoice(type) && linesOf(text).length === 0 ? 'Name the values to choose from, one a line.' : null,
    },
  })
  const create = useCall((values: Values) => api.post('/custom-fields', draftOf(values)), '/custom-fields')
  const { type } = form.values
  const submit = form.onSubmit((values) =>
    create.mutate(values, {
      onSuccess: () => {
        void onCreated()
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
            ])}
          />
        )}
        <Select label="On" data={[...extensible]} allowDeselect={false} {...form.getInputProps('object')} />
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
          data={Object.entries(typeWords).map(([value, label]) => ({ value, label }))}
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
        {type === 'reference' && (
          <Select label="Links to" data={[...referable]} allowDeselect={false} {...form.getInputProps('referenceTo')} />
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

const isChoice = (type: string): boolean => type === 'picklist' || type === 'multipicklist'
const linesOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
]

const draftOf = ({ values, referenceTo, help, label, ...rest }: Values) => ({
  ...rest,
  label: label.trim(),
  ...(isChoice(rest.type) ? { picklist: linesOf(values).map((value) => ({ value })) } : {}),
  ...(rest.type === 'reference' ? { referenceTo } : {}),
  ...(help.trim() === '' ? {} : { help: help.trim() }),
})
