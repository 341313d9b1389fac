import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, Suspense, useId, useState } from 'react'
import { type Field, type ObjectShape, useObject } from '../api/describe.ts'
import { ApiError, fieldErrors, problemsBesides } from '../api/errors.ts'
import { useCreateRecord } from '../api/records.ts'
import { paths } from '../paths.ts'
import { DuplicateNotice, duplicateProblem } from './DuplicateNotice.tsx'
import { FieldInput } from './FieldInput.tsx'
import { isEmpty, nameOf } from './fields.ts'
import { useGo } from './Link.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { Sheet } from './Sheet.tsx'
import { GridSkeleton } from './Skeletons.tsx'
import { toast } from './toast.tsx'
import classes from './CreateSheet.module.css'

type Values = Readonly<Record<string, unknown>>

type CreateSheetProps = Readonly<{
  objectName: string
  values?: Values | undefined
  onClose: () => void
  /** What a room shows beside the form while one types: likely duplicates of a lead. */
  beside?: (values: Values) => ReactNode
}>

/** Creates one record of any object: what is required and usual first, the rest on request. */
export function CreateSheet(props: CreateSheetProps) {
  return (
    <Suspense
      fallback={
        <Sheet opened onClose={props.onClose} title={`Create ${props.objectName.toLowerCase()}`} as="side">
          <GridSkeleton rows={8} />
        </Sheet>
      }
    >
      <CreateForm {...props} />
    </Suspense>
  )
}

function CreateForm({ objectName, values: given, onClose, beside }: CreateSheetProps) {
  const shape = useObject(objectName)
  const form = useId()
  const go = useGo()
  const create = useCreateRecord(objectName)
  const [values, setValues] = useState<Values>(given ?? {})
  const [whole, setWhole] = useState(false)
  const { usual, more } = fieldsToFill(shape, given)
  const shown = whole ? [...usual, ...more] : usual
  // Whoever asks for more fields goes on at the first of them that opens no list over the others.
  const goesOnAt = more.find(({ type }) => type !== 'reference') ?? more[0]
  const missing = Object.fromEntries(
    usual
      .filter((field) => field.required && isEmpty(values[field.name]))
      .map((field) => [field.name, `${field.label} is needed.`]),
  )
  const [tried, setTried] = useState(false)
  const errors = { ...(tried ? missing : {}), ...fieldErrors(create.error) }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(missing).length > 0) return
    save(false)
  }
  const save = (allowDuplicates: boolean) =>
    create.mutate(
      { values, allowDuplicates },
      {
        onSuccess: (record) => {
          const to = paths.record(record.Id, objectName)
          toast(`Created ${nameOf(record)}.`)
          onClose()
          if (to !== undefined) go(to)
        },
      },
    )
  const noun = shape.label.toLowerCase()
  const isAlike = duplicateProblem(create.error) !== undefined
  return (
    <Sheet
      opened
      onClose={onClose}
      as="side"
      title={`Create ${noun}`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={form} loading={create.isPending}>
            Create {noun}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className={classes['form']} noValidate>
        <p className={classes['meaning']}>{shape.meaning}</p>
        <DuplicateNotice
          error={create.error}
          verb={`Create ${noun} anyway`}
          isSaving={create.isPending}
          onSaveAnyway={() => save(true)}
          onOpen={onClose}
        />
        {create.error instanceof ApiError && !isAlike && (
          <RefusalNotice
            problems={problemsBesides(
              create.error,
              shown.map((field) => field.name),
            )}
          />
        )}
        {shown.map((field, at) => (
          <FieldInput
            key={field.name}
            field={field}
            value={values[field.name] ?? null}
            onChange={(value) => {
              setValues((before) => ({ ...before, [field.name]: value }))
              // What was said of other values says nothing of these, nor may it be saved anyway on its strength.
              if (isAlike) create.reset()
            }}
            error={errors[field.name]}
            autoFocus={whole ? field === goesOnAt : at === 0}
          />
        ))}
        {!isAlike && beside?.(values)}
        {!whole && more.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)} className={classes['more'] ?? ''}>
            Show {more.length} more fields
          </Button>
        )}
      </form>
    </Sheet>
  )
}

const usualFields: Readonly<Record<string, readonly string[]>> = {
  Lead: ['FirstName', 'LastName', 'Company', 'Title', 'Email', 'Phone', 'LeadSource'],
  Account: ['Name', 'Website', 'Phone', 'Industry'],
  Contact: ['FirstName', 'LastName', 'AccountId', 'Title', 'Email', 'Phone'],
  Opportunity: ['Name', 'AccountId', 'Amount', 'CloseDate', 'StageName'],
  Campaign: ['Name', 'Type', 'Status', 'StartDate', 'EndDate', 'BudgetedCost'],
  Task: ['Subject', 'ActivityDate', 'Priority', 'WhoId', 'WhatId'],
}

/** Of an object of one's own: its name, and the fields somebody found worth adding. */
const ownUsual = ({ fields, nameField }: ObjectShape): readonly string[] => [
  nameField,
  ...fields.filter(({ custom }) => custom).map(({ name }) => name),
]

function fieldsToFill(
  shape: ObjectShape,
  given: Values | undefined,
): { usual: readonly Field[]; more: readonly Field[] } {
  const fillable = shape.fields.filter((field) => !field.readOnly && field.type !== 'id')
  const names = usualFields[shape.name] ?? (shape.custom ? ownUsual(shape) : [])
  const isUsual = (field: Field) =>
    names.includes(field.name) ||
    (field.required && field.type !== 'boolean' && !field.picklist.some((one) => one.isDefault)) ||
    field.name in (given ?? {})
  const rank = (field: Field) => (names.includes(field.name) ? names.indexOf(field.name) : names.length)
  return {
    usual: fillable.filter(isUsual).sort((one, other) => rank(one) - rank(other)),
    more: fillable.filter((field) => !isUsual(field)),
  }
}
