import { Button, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../api/client.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { paths } from '../paths.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link, useGo } from '../ui/Link.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { OBJECTS, type OwnObjectsAnswer, type OwnObjectSetup } from './ownObject.ts'
import { SetupPage } from './SetupPage.tsx'
import { useReasonAgainstSection } from './sections.ts'
import { useAnswer, useCall } from './setupApi.ts'
import classes from './Users.module.css'
import organization from './Organization.module.css'

/** The objects the organization made itself. */
export function Objects() {
  const reason = useReasonAgainstSection('objects')
  const found = useAnswer<OwnObjectsAnswer>(OBJECTS, {}, reason === undefined)
  const [creating, setCreating] = useState(false)
  const objects = found.data?.objects ?? []
  const removed = found.data?.removed ?? []
  return (
    <SetupPage
      section="objects"
      reason={reason}
      actions={
        <ReasonedButton reason={reason} onClick={() => setCreating(true)}>
          Create object
        </ReasonedButton>
      }
    >
      {found.isPending && reason === undefined && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && objects.length === 0 && (
        <EmptyState
          title="No objects of your own yet"
          example="‘Machine’, which belongs to an account: serial number, model, installed on. It has its own list, pages, imports and history."
        >
          Leads, accounts, contacts, opportunities and campaigns are there already. Create an object for what only your
          business keeps.
        </EmptyState>
      )}
      {objects.length > 0 && (
        <PlainTable
          label="Objects of your own"
          rows={objects}
          keyOf={({ Id }) => Id}
          columns={[
            {
              head: 'Object',
              render: ({ name, labelPlural }) => (
                <TwoLines first={<Link to={paths.ownObject(name)}>{labelPlural}</Link>} second={name} />
              ),
            },
            { head: 'Named', width: '200px', render: namingOf },
            {
              head: 'Records',
              width: '110px',
              align: 'end',
              render: ({ records, isEvent }) => (isEvent ? 'none' : records.toLocaleString('en')),
            },
          ]}
        />
      )}
      {removed.length > 0 && <Removed removed={removed} reason={reason} />}
      {creating && <CreateObject onClose={() => setCreating(false)} />}
    </SetupPage>
  )
}

function Removed({ removed, reason }: Pick<OwnObjectsAnswer, 'removed'> & { reason: string | undefined }) {
  const client = useQueryClient()
  const restore = useCall((name: string) => api.post(`${OBJECTS}/${name}/restoration`), OBJECTS)
  return (
    <section aria-label="Removed objects">
      <h2 className={organization['heading']}>Removed</h2>
      <PlainTable
        label="Removed objects"
        rows={removed}
        keyOf={({ Id }) => Id}
        columns={[
          { head: 'Object', render: ({ labelPlural, name }) => <TwoLines first={labelPlural} second={name} /> },
          {
            head: 'Bring back',
            acts: true,
            width: '120px',
            render: ({ name, labelPlural }) => (
              <ReasonedButton
                size="compact-sm"
                variant="subtle"
                reason={reason}
                onClick={() =>
                  restore.mutate(name, {
                    onSettled: () => client.invalidateQueries({ queryKey: ['describe'] }),
                    onSuccess: () => toast(`${labelPlural} are back, with their records.`),
                    onError: toastError,
                  })
                }
              >
                Bring back
              </ReasonedButton>
            ),
          },
        ]}
      />
    </section>
  )
}

const initialValues = {
  label: '',
  labelPlural: '',
  description: '',
  naming: 'people',
  nameFormat: '',
  sharing: 'public',
}
type Values = typeof initialValues

function CreateObject({ onClose }: { onClose: () => void }) {
  const id = useId()
  const go = useGo()
  const client = useQueryClient()
  const form = useForm<Values>({
    initialValues,
    validate: {
      label: (label) => (label.trim() === '' ? 'What is one of them called?' : null),
      nameFormat: (format, { naming }) =>
        naming === 'number' && format.trim() === '' ? 'How is the number written?' : null,
    },
  })
  const create = useCall((values: Values) => api.post<OwnObjectSetup>(OBJECTS, draftOf(values)), OBJECTS)
  const submit = form.onSubmit((values) =>
    create.mutate(values, {
      onSettled: () => client.invalidateQueries({ queryKey: ['describe'] }),
      onSuccess: ({ name, labelPlural }) => {
        toast(`Created ${labelPlural}.`)
        go(paths.ownObject(name))
      },
      onError: (error) => {
        const { name, ...errors } = fieldErrors(error)
        form.setErrors({ ...errors, ...(name === undefined ? {} : { label: name }) })
      },
    }),
  )
  return (
    <Sheet
      opened
      onClose={onClose}
      as="side"
      title="Create object"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={id} loading={create.isPending}>
            Create object
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} className={classes['form']} noValidate>
        {create.isError && (
          <RefusalNotice
            problems={problemsBesides(create.error, ['label', 'labelPlural', 'name', 'nameFormat', 'description'])}
          />
        )}
        <TextInput
          label="One is called"
          placeholder="Machine"
          maxLength={40}
          data-autofocus
          {...form.getInputProps('label')}
        />
        <TextInput
          label="Several are called"
          placeholder="Machines"
          maxLength={40}
          {...form.getInputProps('labelPlural')}
        />
        <TextInput
          label="What it is"
          description="Shown where somebody meets the word for the first time."
          maxLength={1000}
          {...form.getInputProps('description')}
        />
        <Select
          label="Its records are named"
          description="A number that is given by itself cannot become a name later."
          data={[
            { value: 'people', label: 'by people' },
            { value: 'number', label: 'by a number, given by itself' },
            { value: 'event', label: 'not at all: it is an event that programs tell each other' },
          ]}
          allowDeselect={false}
          {...form.getInputProps('naming')}
        />
        {form.values.naming === 'number' && (
          <TextInput
            label="Format of the number"
            description="The zeros stand for the number; {YYYY}, {MM} and {DD} for the day."
            placeholder="M-{0000}"
            maxLength={60}
            {...form.getInputProps('nameFormat')}
          />
        )}
        {form.values.naming !== 'event' && (
          <Select
            label="Records are seen"
            data={[
              { value: 'public', label: 'by everybody whose role may see them' },
              { value: 'private', label: 'by their owner, and who sees everything' },
            ]}
            allowDeselect={false}
            {...form.getInputProps('sharing')}
          />
        )}
      </form>
    </Sheet>
  )
}

const namingOf = ({ nameFormat, isEvent }: OwnObjectSetup): string =>
  isEvent ? 'not at all: an event' : (nameFormat ?? 'by people')

const draftOf = ({ label, labelPlural, description, naming, nameFormat, sharing }: Values) => ({
  label: label.trim(),
  ...(naming === 'event' ? { isEvent: true } : { sharing }),
  ...(labelPlural.trim() === '' ? {} : { labelPlural: labelPlural.trim() }),
  ...(description.trim() === '' ? {} : { description: description.trim() }),
  ...(naming === 'number' ? { nameFormat: nameFormat.trim() } : {}),
})
