import { type ObjectShape, useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { CampaignStory } from '../campaignStory/CampaignStory.tsx'
import { DuplicatesPanel } from '../duplicates/DuplicatesPanel.tsx'
import { Files } from '../files/Files.tsx'
import { NextSteps } from '../tasks/NextSteps.tsx'
import { nameOf } from '../ui/fields.ts'
import { FieldView } from '../ui/FieldView.tsx'
import { RecordLink } from '../ui/Link.tsx'
import { MoreFields } from '../ui/MoreFields.tsx'
import { ObjectPage } from '../ui/ObjectPage.tsx'
import { TwoLines } from '../ui/PlainTable.tsx'
import { Along, along } from '../ui/related.tsx'
import { RelatedList } from '../ui/RelatedList.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { textOf } from '../ui/textOf.ts'

/** One person at an account: deals and roles, campaigns, the leads they were, and what happened. */
export function Contact() {
  return (
    <ObjectPage
      objectName="Contact"
      mark={mark}
      notice={duplicates}
      headline={headline}
      sections={TOP}
      panels={panels}
      asidePanels={asidePanels}
    />
  )
}

const duplicates = (contact: RecordRow) => <DuplicatesPanel objectName="Contact" record={contact} />

const mark = (contact: RecordRow) => <TypeMark type={contact['Type']} />

const headline = (contact: RecordRow) => {
  const account = along(contact, 'Account')
  if (!contact['AccountId']) return <>{[textOf(contact['Title']), 'No account yet'].filter(Boolean).join(' · ')}</>
  return (
    <>
      {textOf(contact['Title'])}
      {account !== undefined && (
        <>
          {contact['Title'] ? ' at ' : ''}
          <RecordLink id={account.Id} name={account.Name} />
        </>
      )}
    </>
  )
}

const panels = (contact: RecordRow, shape: ObjectShape) => (
  <>
    <Roles contact={contact} />
    <CampaignStory objectName="Contact" id={contact.Id} />
    <Leads contact={contact} />
    <Files recordId={contact.Id} />
    <MoreFields shape={shape} record={contact} besides={TOP[0].fields} />
  </>
)

const asidePanels = (contact: RecordRow) => <NextSteps id={contact.Id} as="WhoId" />

const TOP = [
  {
    title: 'Person',
    fields: [
      'AccountId',
      'Title',
      'Email',
      'Phone',
      'MobilePhone',
      'OwnerId',
      'Type',
      'ReportsToId',
      'HasOptedOutOfEmail',
      'DoNotCall',
    ],
  },
] as const

// Partners and employees are never mailed by a campaign unless it says so, so the page says what they are.
function TypeMark({ type }: { type: unknown }) {
  if (type === 'Customer') return <StateMark state="won" label="Customer" tinted />
  if (type === 'Partner' || type === 'Employee') return <StateMark state="open" label={type} tinted />
  return null
}

function Roles({ contact }: { contact: RecordRow }) {
  return (
    <RelatedList
      title="Opportunities and roles"
      objectName="OpportunityContactRole"
      query={{
        filter: { field: 'ContactId', op: 'eq', value: contact.Id },
        sort: '-CreatedDate',
        fields: ['OpportunityId', 'Role', 'IsPrimary', 'CreatedDate'],
      }}
      empty="No part in any deal yet. Roles are given on the opportunity’s page."
      columns={[
        { head: 'Opportunity', render: (row) => <TwoLines first={<Along row={row} relation="Opportunity" />} /> },
        { head: 'Role', width: '200px', render: (row) => textOf(row['Role']) || '—' },
        { head: 'Primary', width: '90px', render: (row) => (row['IsPrimary'] === true ? 'Primary' : '') },
      ]}
    />
  )
}

function Leads({ contact }: { contact: RecordRow }) {
  const status = useObject('Lead').fieldNamed.get('Status')
  return (
    <RelatedList
      title="Leads this person was"
      objectName="Lead"
      query={{
        filter: { field: 'ConvertedContactId', op: 'eq', value: contact.Id },
        sort: '-CreatedDate',
        fields: ['Name', 'Company', 'Status', 'LeadSource', 'ConvertedDate'],
      }}
      empty="This contact was made by hand, or by an import; no lead was converted into it."
      columns={[
        {
          head: 'Lead',
          render: (row) => (
            <TwoLines first={<RecordLink id={row.Id} name={nameOf(row)} />} second={textOf(row['Company'])} />
          ),
        },
        { head: 'Source', width: '150px', render: (row) => textOf(row['LeadSource']) || '—' },
        {
          head: 'Status',
          width: '170px',
          render: (row) => status !== undefined && <FieldView field={status} record={row} plain />,
        },
        {
          head: 'Converted',
          width: '110px',
          align: 'end',
          render: (row) => <RelativeDate value={row['ConvertedDate']} />,
        },
      ]}
    />
  )
}
