import { type ObjectShape, useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { DealPath } from '../attribution/DealPath.tsx'
import { Files } from '../files/Files.tsx'
import { NextSteps } from '../tasks/NextSteps.tsx'
import { RecordLink } from '../ui/Link.tsx'
import { Money } from '../ui/Money.tsx'
import { MoreFields } from '../ui/MoreFields.tsx'
import { ObjectPage } from '../ui/ObjectPage.tsx'
import { along } from '../ui/related.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { CloseButtons } from './CloseButtons.tsx'
import { ContactRoles } from './ContactRoles.tsx'
import { DealOwner } from './DealOwner.tsx'
import { Payments } from './Payments.tsx'
import { StageHistory } from './StageHistory.tsx'
import { StagePath } from './StagePath.tsx'
import { textOf } from '../ui/textOf.ts'

/** One sale: where it stands, what it is worth, who brings it to a close, and who is involved. */
export function Opportunity() {
  return (
    <ObjectPage
      objectName="Opportunity"
      mark={mark}
      headline={headline}
      path={path}
      notice={notice}
      actions={actions}
      sections={TOP}
      panels={panels}
      asidePanels={asidePanels}
    />
  )
}

const mark = (deal: RecordRow) =>
  deal['IsWon'] === true ? (
    <StateMark state="won" tinted />
  ) : deal['IsClosed'] === true ? (
    <StateMark state="lost" tinted />
  ) : null

const headline = (deal: RecordRow) => <Headline deal={deal} />

const path = (deal: RecordRow) => <StagePath deal={deal} />

const notice = (deal: RecordRow) => <Notice deal={deal} />

const actions = (deal: RecordRow) => <CloseButtons deal={deal} />

const panels = (deal: RecordRow, shape: ObjectShape) => (
  <>
    <Payments deal={deal} />
    <ContactRoles deal={deal} />
    <DealPath deal={deal} />
    <StageHistory deal={deal} />
    <Files recordId={deal.Id} />
    <MoreFields shape={shape} record={deal} besides={[...TOP[0].fields, 'OwnerId', 'Collected', 'OpenAmount']} />
  </>
)

const asidePanels = (deal: RecordRow) => (
  <>
    <DealOwner deal={deal} />
    <NextSteps id={deal.Id} as="WhatId" />
  </>
)

const TOP = [
  {
    title: 'Opportunity',
    fields: [
      'Amount',
      'CloseDate',
      'Probability',
      'ExpectedRevenue',
      'AccountId',
      'CampaignId',
      'NextStep',
      'Type',
      'Description',
    ],
  },
] as const

const noAmountWords = (reason: string): string =>
  reason === '' ? 'No amount yet' : `No amount yet: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`

function Headline({ deal }: { deal: RecordRow }) {
  const account = along(deal, 'Account')
  const closed = deal['IsClosed'] === true
  return (
    <>
      {typeof deal['Amount'] === 'number' ? (
        <strong>
          <Money amount={deal['Amount']} value={deal['IsWon'] === true} />
        </strong>
      ) : (
        noAmountWords(textOf(deal['NoAmountReason']))
      )}
      {account !== undefined && (
        <>
          {' '}
          · <RecordLink id={account.Id} name={account.Name} />
        </>
      )}
      {' · '}
      {closed ? 'closed' : 'closes'} <RelativeDate within value={deal['CloseDate']} due={!closed} />
    </>
  )
}

function Notice({ deal }: { deal: RecordRow }) {
  const reasons = useObject('Opportunity')
  if (deal['IsClosed'] !== true || deal['IsWon'] === true) return null
  const letter = deal['VettingFailure'] ? ` The vetting had ${textOf(deal['VettingFailure']).toLowerCase()} wrong.` : ''
  return (
    <RefusalNotice
      problems={[
        {
          code: 'closed_lost',
          rule: `Lost: ${textOf(deal['LossReason']) || 'no reason recorded'}.`,
          message:
            `${letter.trim()} Move it to an open stage to take it up again.${reasons.may.edit ? '' : ' Your role may not change it.'}`.trim(),
        },
      ]}
    />
  )
}
