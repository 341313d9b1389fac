import { Button } from '@mantine/core'
import { type ObjectShape, useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { DuplicatesPanel } from '../duplicates/DuplicatesPanel.tsx'
import { Files } from '../files/Files.tsx'
import { OpportunityList } from '../opportunities/OpportunityList.tsx'
import { openCreate } from '../shell/create.ts'
import { NextSteps } from '../tasks/NextSteps.tsx'
import { nameOf } from '../ui/fields.ts'
import { RecordLink } from '../ui/Link.tsx'
import { MoreFields } from '../ui/MoreFields.tsx'
import { ObjectPage } from '../ui/ObjectPage.tsx'
import { TwoLines } from '../ui/PlainTable.tsx'
import { RelatedList } from '../ui/RelatedList.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { CompanyLeads } from './CompanyLeads.tsx'
import { LifecycleMark } from './LifecycleMark.tsx'
import { textOf } from '../ui/textOf.ts'

/** One company: its deals, its people, who of it shows interest, and what happened. */
export function Account() {
  return (
    <ObjectPage
      objectName="Account"
      mark={mark}
      notice={duplicates}
      headline={headline}
      sections={TOP}
      panels={panels}
      asidePanels={asidePanels}
    />
  )
}

const duplicates = (account: RecordRow) => <DuplicatesPanel objectName="Account" record={account} />

const mark = (account: RecordRow) => <LifecycleMark lifecycle={account['Lifecycle']} />

const headline = (account: RecordRow) => headlineOf(account)

const panels = (account: RecordRow, shape: ObjectShape) => (
  <>
    <OpportunityList
      filter={{ field: 'AccountId', op: 'eq', value: account.Id }}
      values={{ AccountId: account.Id }}
      empty="No opportunity yet. Convert a vetted lead of this company, or add one when a sale begins."
    />
    <Contacts account={account} />
    <CompanyLeads accountId={account.Id} />
    <Files recordId={account.Id} />
    <MoreFields shape={shape} record={account} besides={TOP[0].fields} />
  </>
)

const asidePanels = (account: RecordRow) => <NextSteps id={account.Id} as="WhatId" />

const TOP = [
  {
    title: 'Account',
    fields: [
      'OwnerId',
      'Website',
      'Phone',
      'Industry',
      'NumberOfEmployees',
      'AnnualRevenue',
      'ParentId',
      'ValueProposition',
    ],
  },
] as const

const headlineOf = (account: RecordRow): string => {
  const employees =
    typeof account['NumberOfEmployees'] === 'number'
      ? `${account['NumberOfEmployees'].toLocaleString('en')} employees`
      : ''
  return [account['Industry'], account['BillingCity'], employees].filter(Boolean).join(' · ')
}

function Contacts({ account }: { account: RecordRow }) {
  const shape = useObject('Contact')
  return (
    <RelatedList
      title="Contacts"
      objectName="Contact"
      query={{
        filter: { field: 'AccountId', op: 'eq', value: account.Id },
        sort: 'LastName',
        fields: ['Name', 'Title', 'Email', 'Phone', 'Type', 'LastActivityDate'],
      }}
      empty="Nobody is known here yet. People arrive when their lead is converted into this account."
      actions={
        shape.may.create && (
          <Button size="compact-sm" variant="subtle" onClick={() => openCreate('Contact', { AccountId: account.Id })}>
            Add contact
          </Button>
        )
      }
      columns={[
        {
          head: 'Contact',
          render: (row) => (
            <TwoLines first={<RecordLink id={row.Id} name={nameOf(row)} />} second={textOf(row['Title'])} />
          ),
        },
        {
          head: 'Reach',
          width: '230px',
          render: (row) => <TwoLines first={textOf(row['Email'])} second={textOf(row['Phone'])} />,
        },
        {
          head: 'Last activity',
          width: '110px',
          align: 'end',
          render: (row) => <RelativeDate value={row['LastActivityDate']} />,
        },
      ]}
    />
  )
}
