import { useObject } from '../api/describe.ts'
import { useAbout } from '../api/records.ts'
import { RecordLink, TextLink } from '../ui/Link.tsx'
import { paths } from '../paths.ts'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { stateOf } from '../ui/states.ts'
import classes from '../ui/RelatedList.module.css'

type Colleague = Readonly<{
  Id: string
  Name: string
  Title: string | null
  Email: string | null
  Company: string | null
  Status?: string
  Owner: Readonly<{ Id: string; Name: string | null }>
  reasons: readonly string[]
}>
type Company = Readonly<{ domains: readonly string[]; leads: readonly Colleague[] }>

/** Leads at this company that are not converted, found by e-mail domain and company name, each with the reason. */
export function CompanyLeads({ accountId }: { accountId: string }) {
  const found = useAbout<Company>('Account', accountId, 'leads')
  const statuses = useObject('Lead').fieldNamed.get('Status')?.picklist ?? []
  const leads = found.data?.leads ?? []
  return (
    <Panel title="Leads at this company" {...(found.isSuccess ? { count: leads.length } : {})}>
      {found.isPending && <GridSkeleton rows={2} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && leads.length === 0 && (
        <p className={classes['empty']}>
          Nobody else of this company waits as a lead. They are found by its web domain
          {found.data.domains.length > 0 ? ` (${found.data.domains.join(', ')})` : ''} and its name.
        </p>
      )}
      {leads.length > 0 && (
        <PlainTable
          label="Leads at this company"
          rows={leads}
          keyOf={(lead) => lead.Id}
          columns={[
            {
              head: 'Lead',
              render: (lead) => (
                <TwoLines
                  first={<RecordLink id={lead.Id} name={lead.Name} objectName="Lead" />}
                  second={[lead.Title, lead.Email].filter(Boolean).join(' · ')}
                />
              ),
            },
            { head: 'Why here', width: '220px', render: (lead) => lead.reasons.join(', ') },
            {
              head: 'Status',
              width: '150px',
              render: (lead) => (
                <StateMark
                  state={stateOf(lead.Status, statuses.find(({ value }) => value === lead.Status)?.note)}
                  label={lead.Status ?? ''}
                />
              ),
            },
            {
              head: 'Convert',
              acts: true,
              width: '90px',
              render: (lead) => <TextLink to={paths.conversion(lead.Id)}>Convert</TextLink>,
            },
          ]}
        />
      )}
    </Panel>
  )
}
