import { Button } from '@mantine/core'
import { paths } from '../paths.ts'
import { SetupPage } from '../setup/SetupPage.tsx'
import { useReasonAgainstSection } from '../setup/sections.ts'
import { useAnswer } from '../setup/setupApi.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link, TextLink, useGo } from '../ui/Link.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import type { WebFormRow } from './webForm.ts'

/** Every web form with what it brought in. */
export function WebForms() {
  const reason = useReasonAgainstSection('web-forms')
  const go = useGo()
  const found = useAnswer<{ records: readonly WebFormRow[]; next: string | null }>(
    '/web-forms',
    { limit: 200 },
    reason === undefined,
  )
  const forms = found.data?.records ?? []
  const create = (
    <ReasonedButton reason={reason} onClick={() => go(paths.newWebForm)}>
      Create web form
    </ReasonedButton>
  )
  const addresses = (
    <Button variant="default" component={Link} to={paths.setupSection('return-addresses')}>
      Return addresses
    </Button>
  )
  return (
    <SetupPage
      section="web-forms"
      reason={reason}
      actions={
        <>
          {addresses}
          {create}
        </>
      }
    >
      {found.isPending && reason === undefined && <GridSkeleton rows={4} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && forms.length === 0 && (
        <EmptyState
          title="No web forms yet"
          example="‘Price list’ asks for name, e-mail and company, adds people to the campaign Spring offer, and mails them the price list."
          action={create}
        >
          Choose the fields, paste the HTML into your page, and whoever fills it stands in your leads a second later.
        </EmptyState>
      )}
      {forms.length > 0 && (
        <PlainTable
          label="Web forms"
          rows={forms}
          keyOf={(form) => form.Id}
          columns={[
            {
              head: 'Form',
              render: (form) => (
                <TwoLines
                  first={<TextLink to={paths.webForm(form.Id)}>{form.Name}</TextLink>}
                  second={form.Fields.map(({ label }) => label).join(', ')}
                />
              ),
            },
            {
              head: 'Campaign',
              width: '200px',
              render: (form) =>
                form.Campaign === null ? (
                  '—'
                ) : (
                  <TextLink to={paths.campaign(form.Campaign.Id)}>{form.Campaign.Name}</TextLink>
                ),
            },
            { head: 'Filled in', width: '90px', align: 'end', render: (form) => formatNumber(form.Completions) },
            {
              head: 'Waiting',
              width: '90px',
              align: 'end',
              render: (form) =>
                form.Waiting === 0 ? (
                  '0'
                ) : (
                  <TextLink to={paths.setupSection('intake')} search={{ state: 'waiting' }}>
                    {formatNumber(form.Waiting)}
                  </TextLink>
                ),
            },
          ]}
        />
      )}
    </SetupPage>
  )
}
