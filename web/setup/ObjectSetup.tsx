import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { Link, useGo } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { CreateField } from './CreateField.tsx'
import { CUSTOM_FIELDS, type CustomField } from './customField.ts'
import { FieldTable } from './FieldTable.tsx'
import { ObjectPermissions } from './ObjectPermissions.tsx'
import { OBJECTS, type OwnObjectsAnswer, type OwnObjectSetup } from './ownObject.ts'
import { SavedText } from './SavedText.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useReasonAgainstSection } from './sections.ts'
import { useAnswer, useCall } from './setupApi.ts'
import classes from './Organization.module.css'

/** One object of the organization's own: what it is called, its fields, and who may do what. */
export function ObjectSetup() {
  const { name = '' } = useParams({ strict: false })
  const reason = useReasonAgainstSection('objects')
  const found = useAnswer<OwnObjectsAnswer>(OBJECTS, {}, reason === undefined)
  const object = found.data?.objects.find((one) => one.name === name)
  return (
    <SetupPage
      section="objects"
      title={object?.labelPlural ?? name}
      up={{ label: 'Objects', to: paths.objects }}
      reason={reason}
      actions={object !== undefined && <RemoveObject object={object} reason={reason} />}
    >
      {found.isPending && reason === undefined && <GridSkeleton rows={6} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && object === undefined && (
        <p className={classes['prose']}>
          There is no object called {name}. <Link to={paths.objects}>See all objects of your own.</Link>
        </p>
      )}
      {object !== undefined && (
        <>
          <Words object={object} reason={reason} />
          <ObjectFields object={object} reason={reason} />
          <ObjectPermissions object={object} reason={reason} />
        </>
      )}
    </SetupPage>
  )
}

type Part = Readonly<{ object: OwnObjectSetup; reason: string | undefined }>

function Words({ object, reason }: Part) {
  const client = useQueryClient()
  const save = useCall((change: object) => api.patch(`${OBJECTS}/${object.name}`, change), OBJECTS)
  const saved = async (change: object) => {
    await save.mutateAsync(change)
    await client.invalidateQueries({ queryKey: ['describe'] })
  }
  return (
    <section aria-label="Words" className={classes['form']}>
      <SavedText
        showLabel
        label="One is called"
        value={object.label}
        reason={reason}
        onSave={(label) => saved({ label })}
      />
      <SavedText
        showLabel
        label="Several are called"
        value={object.labelPlural}
        reason={reason}
        onSave={(labelPlural) => saved({ labelPlural })}
      />
      {object.isEvent ? <EventWords object={object} /> : <RecordWords object={object} />}
    </section>
  )
}

const EventWords = ({ object }: Pick<Part, 'object'>) => (
  <p className={classes['prose']}>
    It has no records. Programs publish a {object.name} as they would make a record, and hear of it at /event/
    {object.name}, for three days afterwards too.
  </p>
)

const RecordWords = ({ object }: Pick<Part, 'object'>) => (
  <p className={classes['prose']}>
    Programs call it {object.name}; its ids begin with {object.keyPrefix}.{' '}
    {object.nameFormat === null ? 'People name its records.' : `Its records number themselves: ${object.nameFormat}.`}{' '}
    <Link to={paths.list(object.name) ?? paths.home}>
      {object.records.toLocaleString('en')} {object.records === 1 ? 'record' : 'records'}
    </Link>
  </p>
)

function ObjectFields({ object, reason }: Part) {
  const found = useAnswer<{ fields: readonly CustomField[] }>(CUSTOM_FIELDS, {}, reason === undefined)
  const [creating, setCreating] = useState(false)
  const fields = (found.data?.fields ?? []).filter(({ objectName }) => objectName === object.name)
  return (
    <section aria-label="Fields">
      <h2 className={classes['heading']}>Fields</h2>
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && fields.length === 0 && (
        <p className={classes['prose']}>
          {object.isEvent ? 'Nothing so far.' : 'Only the name so far.'} Add what a {object.label.toLowerCase()}{' '}
          {object.isEvent ? 'tells' : 'is known by'}.
        </p>
      )}
      {fields.length > 0 && <FieldTable label={`Fields of ${object.labelPlural}`} fields={fields} reason={reason} />}
      <ReasonedButton reason={reason} variant="default" mt={8} onClick={() => setCreating(true)}>
        Add field
      </ReasonedButton>
      {creating && <CreateField object={object.name} onClose={() => setCreating(false)} />}
    </section>
  )
}

function RemoveObject({ object, reason }: Part) {
  const client = useQueryClient()
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const remove = useCall(() => api.delete(`${OBJECTS}/${object.name}`), OBJECTS)
  return (
    <>
      {reason === undefined && (
        <Button variant="default" onClick={() => setAsking(true)}>
          Remove
        </Button>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Remove ${object.labelPlural}?`}
        consequences={
          object.isEvent
            ? [
                'Nobody can publish it or hear of it any more.',
                'It can be brought back from the list of objects, with its fields.',
              ]
            : [
                `${object.records.toLocaleString('en')} ${object.records === 1 ? 'record leaves' : 'records leave'} every page, list, import and API answer.`,
                'Nothing is erased: it can be brought back from the list of objects, with its records.',
              ]
        }
        verb="Remove object"
        onConfirm={async () => {
          await remove.mutateAsync()
          await client.invalidateQueries({ queryKey: ['describe'] })
          toast(`Removed ${object.labelPlural}.`)
          go(paths.objects)
        }}
      />
    </>
  )
}
