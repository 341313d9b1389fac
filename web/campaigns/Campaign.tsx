import { useParams } from '@tanstack/react-router'
import { type ObjectShape, useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecord } from '../api/records.ts'
import { Files } from '../files/Files.tsx'
import { OpportunityList } from '../opportunities/OpportunityList.tsx'
import { NextSteps } from '../tasks/NextSteps.tsx'
import { exactDate, nearDate } from '../ui/dates.ts'
import { MoreFields } from '../ui/MoreFields.tsx'
import { ObjectPage } from '../ui/ObjectPage.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { stateOf } from '../ui/states.ts'
import { CopyCampaign } from './CopyCampaign.tsx'
import { MemberStatuses } from './MemberStatuses.tsx'
import { RollUps } from './RollUps.tsx'
import { SetUpAs } from './SetUpAs.tsx'
import { StatusPicture } from './StatusPicture.tsx'
import { useCampaignTabs } from './tabs.tsx'
import { textOf } from '../ui/textOf.ts'

/** One marketing initiative: what it cost, who took part, what came of it. */
export function Campaign() {
  const { id = '' } = useParams({ strict: false })
  const tabs = useCampaignTabs(useRecord('Campaign', id))
  return (
    <ObjectPage
      objectName="Campaign"
      mark={mark}
      headline={headline}
      path={path}
      sections={TOP}
      panels={panels}
      asidePanels={asidePanels}
      tabs={tabs}
      actions={actions}
    />
  )
}

const actions = (campaign: RecordRow, { may }: ObjectShape) => (
  <>
    <SetUpAs campaign={campaign} may={may} />
    <CopyCampaign campaign={campaign} />
  </>
)

const mark = (campaign: RecordRow) =>
  campaign['Status'] ? (
    <StateMark state={stateOf(campaign['Status'])} label={textOf(campaign['Status'])} tinted />
  ) : null

const headline = (campaign: RecordRow) => headlineOf(campaign)

const path = (campaign: RecordRow) => <RollUps campaign={campaign} />

const panels = (campaign: RecordRow, shape: ObjectShape) => (
  <>
    <StatusPicture campaign={campaign} />
    <Opportunities campaign={campaign} />
    <Files recordId={campaign.Id} />
    <MoreFields shape={shape} record={campaign} besides={TOP[0].fields} />
  </>
)

const asidePanels = (campaign: RecordRow) => (
  <>
    <MemberStatuses campaign={campaign} />
    <NextSteps id={campaign.Id} as="WhatId" />
  </>
)

const TOP = [
  {
    title: 'Campaign',
    fields: [
      'Type',
      'Status',
      'StartDate',
      'EndDate',
      'BudgetedCost',
      'ActualCost',
      'CostPerName',
      'ExpectedRevenue',
      'ExpectedResponse',
      'ParentId',
      'OwnerId',
    ],
  },
] as const

function headlineOf(campaign: RecordRow) {
  const day = (name: string) => (typeof campaign[name] === 'string' ? campaign[name] : undefined)
  const [from, to] = [day('StartDate'), day('EndDate')]
  const when = [from, to === from ? undefined : to].filter((one) => one !== undefined)
  return (
    <>
      {textOf(campaign['Type']) || 'Campaign'}
      {when.length > 0 && (
        <span title={when.map(exactDate).join(' to ')}>{` · ${when.map((one) => nearDate(one)).join(' to ')}`}</span>
      )}
    </>
  )
}

function Opportunities({ campaign }: { campaign: RecordRow }) {
  const { may } = useObject('Opportunity')
  if (!may.read) return null
  return (
    <OpportunityList
      withAccount
      filter={{ field: 'CampaignId', op: 'eq', value: campaign.Id }}
      values={{ CampaignId: campaign.Id }}
      empty="No opportunity came of it yet. A converted lead brings its opportunity here when this was the last campaign they answered."
    />
  )
}
