import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { useReasonAgainstSection } from './sections.ts'
import { SetupPage } from './SetupPage.tsx'
import { useAnswer, useCall, useReason } from './setupApi.ts'
import classes from './ReturnAddresses.module.css'

const PATH = '/allowed-return-urls'
type Allowed = Readonly<{ Pattern: string; CreatedDate: string }>

/** The hosts a visitor may be sent on to after a form. */
export function ReturnAddresses() {
  const reason = useReason('set_up', 'say where visitors are sent')
  const closed = useReasonAgainstSection('return-addresses')
  const found = useAnswer<{ records: readonly Allowed[] }>(PATH, {}, closed === undefined)
  const [typed, setTyped] = useState('')
  const allow = useCall((pattern: string) => api.post<{ Pattern: string }>(PATH, { Pattern: pattern }), PATH)
  const disallow = useCall((pattern: string) => api.delete(PATH, { query: { pattern } }), PATH)
  const rows = found.data?.records ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim() === '') return
    allow.mutate(typed.trim(), {
      onSuccess: ({ Pattern }) => {
        toast(`Visitors may now be sent to ${Pattern}.`)
        setTyped('')
      },
    })
  }
  const takeOff = (pattern: string) =>
    disallow.mutate(pattern, {
      onSuccess: () => toast(`${pattern} is off the list.`, () => allow.mutate(pattern)),
      onError: toastError,
    })
  return (
    <SetupPage section="return-addresses" reason={reason}>
      {reason === undefined && (
        <form className={classes['add']} onSubmit={submit}>
          <TextInput
            label="Allow a host"
            description="A host, or all hosts below one: www.nordwind.example, *.nordwind.example"
            placeholder="www.nordwind.example"
            value={typed}
            error={fieldErrors(allow.error)['Pattern']}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" loading={allow.isPending} disabled={typed.trim() === ''}>
            Allow host
          </Button>
          {allow.isError && <RefusalNotice problems={problemsBesides(allow.error, ['Pattern'])} />}
        </form>
      )}
      {found.isPending && <GridSkeleton rows={3} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && (
        <EmptyState
          title="No host is allowed yet"
          example="With www.nordwind.example on the list, a form there may lead on to www.nordwind.example/thanks."
        >
          Until one is, visitors see Assay’s own thank-you page after every form.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Allowed return addresses"
          rows={rows}
          keyOf={(row) => row.Pattern}
          columns={[
            {
              head: 'Host',
              render: (row) => (
                <TwoLines
                  first={row.Pattern}
                  second={row.Pattern.startsWith('*.') ? 'and every host below it' : undefined}
                />
              ),
            },
            { head: 'Allowed', width: '130px', render: (row) => <RelativeDate value={row.CreatedDate} /> },
            {
              head: 'Take off',
              acts: true,
              width: '130px',
              render: (row) => (
                <ReasonedButton
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  reason={reason}
                  onClick={() => takeOff(row.Pattern)}
                >
                  Take off the list
                </ReasonedButton>
              ),
            },
          ]}
        />
      )}
    </SetupPage>
  )
}
