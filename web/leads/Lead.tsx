import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { useObject } from '../api/describe.ts'
import { resourceOf } from '../api/objects.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecord } from '../api/records.ts'
import { useSession } from '../api/session.ts'
import { CampaignStory } from '../campaignStory/CampaignStory.tsx'
import { ConvertedNotice } from '../conversion/ConvertedNotice.tsx'
import { DuplicatesPanel } from '../duplicates/DuplicatesPanel.tsx'
import { Files } from '../files/Files.tsx'
import { paths } from '../paths.ts'
import { CallOutcome, type OutcomeName } from '../qualification/CallOutcome.tsx'
import { useLedger } from '../qualification/qualification.ts'
import { VettingBanner } from '../qualification/VettingBanner.tsx'
import { VettingPanel } from '../qualification/VettingPanel.tsx'
import { usePlace } from '../shell/place.ts'
import { NextSteps } from '../tasks/NextSteps.tsx'
import { FieldList } from '../ui/FieldList.tsx'
import { nameOf } from '../ui/fields.ts'
import { MoreFields } from '../ui/MoreFields.tsx'
import { RecordPage } from '../ui/RecordPage.tsx'
import { StoryTimeline } from '../ui/StoryTimeline.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { ClosedNotice } from './ClosedNotice.tsx'
import { CompanyBox } from './CompanyBox.tsx'
import { Composer } from './Composer.tsx'
import { LeadActions } from './LeadActions.tsx'
import { LeadHeadline } from './LeadHeadline.tsx'
import { LeadPath } from './LeadPath.tsx'
import { ReopenSheet } from './ReopenSheet.tsx'
import { reasonAgainstCall, reasonAgainstChange, stateOfLead } from './states.ts'
import { textOf } from '../ui/textOf.ts'

/** One lead, and the whole call on one screen: who, what is known, what happened, and how it ended. */
export function Lead() {
  const { id = '' } = useParams({ strict: false })
  return <LeadPage key={id} id={id} />
}

function LeadPage({ id }: { id: string }) {
  const shape = useObject('Lead')
  const lead = useRecord('Lead', id)
  const session = useSession()
  const [criterion, setCriterion] = useState<string>()
  const [outcome, setOutcome] = useState<OutcomeName>()
  const [reopening, setReopening] = useState(false)
  const phone = usePhone()
  const calls = useRef<HTMLDivElement>(null)
  usePlace({ title: nameOf(lead), up: { label: shape.labelPlural, to: paths.leads } })
  useSeen(lead, session.user.Id)
  const state = stateOfLead(lead, shape)
  const locked = reasonAgainstChange(lead, shape, session)
  const noCall = reasonAgainstCall(lead, shape, session)
  const record = (name: string | undefined) => {
    setOutcome(undefined)
    setCriterion(name)
  }
  const endCall = (next: OutcomeName | undefined) => {
    setCriterion(undefined)
    setOutcome(next)
    if (next !== undefined) calls.current?.scrollIntoView({ block: 'nearest' })
  }
  const beside = (
    <>
      <Composer lead={lead} reason={locked} />
      {state !== 'converted' && (
        <NextSteps
          id={id}
          as="WhoId"
          reason={locked}
          empty={
            state === 'unqualified'
              ? 'Nothing is planned, and nothing need be: this lead is closed.'
              : 'Nothing is planned. A lead without a next step is forgotten: end the call with a day, or plan a task.'
          }
        />
      )}
      <CompanyBox leadId={id} company={textOf(lead['Company'] ?? 'this company')} />
      <StoryTimeline objectName="Lead" id={id} />
    </>
  )
  return (
    <RecordPage
      title={nameOf(lead)}
      headline={<LeadHeadline lead={lead} />}
      actions={
        <LeadActions lead={lead} shape={shape} state={state} reason={locked} onReopen={() => setReopening(true)} />
      }
      path={
        <LeadPath
          lead={lead}
          shape={shape}
          reason={locked}
          onClose={() => endCall('dead_end')}
          onReopen={() => setReopening(true)}
        />
      }
      notice={
        <Standing lead={lead} state={state} locked={locked} onReopen={() => setReopening(true)} onRecord={record} />
      }
      aside={phone ? undefined : beside}
    >
      {state !== 'converted' && <DuplicatesPanel objectName="Lead" record={lead} />}
      <VettingPanel lead={lead} reason={locked} open={criterion} onOpen={record} />
      {state !== 'converted' && (
        <div ref={calls}>
          <CallOutcome lead={lead} reason={noCall} open={outcome} onOpen={endCall} />
        </div>
      )}
      {phone && beside}
      <div>
        <FieldList shape={shape} record={lead} sections={TOP} locked={locked} />
      </div>
      <CampaignStory objectName="Lead" id={id} />
      <Files recordId={id} />
      <MoreFields shape={shape} record={lead} besides={SHOWN} locked={locked} />
      <ReopenSheet lead={lead} opened={reopening} onClose={() => setReopening(false)} />
    </RecordPage>
  )
}

function Standing({
  lead,
  state,
  locked,
  onReopen,
  onRecord,
}: Readonly<{
  lead: RecordRow
  state: ReturnType<typeof stateOfLead>
  locked: string | undefined
  onReopen: () => void
  onRecord: (criterion: string) => void
}>) {
  const { isError } = useLedger(lead.Id)
  if (state === 'converted') return <ConvertedNotice lead={lead} />
  if (state === 'unqualified') return <ClosedNotice lead={lead} reason={locked} onReopen={onReopen} />
  return isError ? null : <VettingBanner leadId={lead.Id} mayRecord={locked === undefined} onRecord={onRecord} />
}

const TOP = [
  {
    title: 'Person and company',
    fields: [
      'FirstName',
      'LastName',
      'Title',
      'Company',
      'Email',
      'Phone',
      'MobilePhone',
      'Website',
      'LeadSource',
      'OwnerId',
      'City',
      'Country',
      'Description',
    ],
  },
] as const
// The status is the path above.
const SHOWN: readonly string[] = [...TOP[0].fields, 'Status']

/** An owner who opens a new lead has seen it. */
function useSeen(lead: RecordRow, userId: string): void {
  const unread = lead['IsUnreadByOwner'] === true && lead['OwnerId'] === userId
  useEffect(() => {
    if (unread) void api.post(`${resourceOf('Lead', lead.Id)}/view`).catch(() => undefined)
  }, [lead.Id, unread])
}
