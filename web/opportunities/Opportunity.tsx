import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/records.ts'
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
import { StageHistory } from './StageHistory.tsx'
import { StagePath } from './StagePath.tsx'

/** One sale: where it stands, what it is worth, who brings it to a close, and who is involved. */
export function Opportunity() {
  return (
    <ObjectPage
      objectName="Opportunity"
      mark={(deal) => (deal['IsWon'] === true ? <StateMark state="won" tinted /> : deal['IsClosed'] === true ? <StateMark state="lost" tinted /> : null)}
      headline={(deal) => <Headline deal={deal} />}
      path={(deal) => <StagePath deal={deal} />}
      notice={(deal) => <Notice deal={deal} />}
      actions={(deal) => <CloseButtons deal={deal} />}
      sections={TOP}
      panels={(deal, shape) => (
        <>
          <ContactRoles deal={deal} />
          <StageHistory deal={deal} />
          <MoreFields shape={shape} record={deal} besides={[...TOP[0].fields, 'OwnerId']} />
        </>
      )}
      asidePanels={(deal) => (
        <>
          <DealOwner deal={deal} />
          <NextSteps id={deal.Id} as="WhatId" />
        </>
      )}
    />
  )
}

const TOP = [{ title: 'Opportunity', fields: ['Amount', 'CloseDate', 'Probability', 'ExpectedRevenue', 'AccountId', 'CampaignId', 'NextStep', 'Type', 'Description'] }] as const

function Headline({ deal }: { deal: RecordRow }) {
  const account = along(deal, 'Account')
  const closed = deal['IsClosed'] === true
  return (
    <>
      {typeof deal['Amount'] === 'number' ? <strong><Money amount={deal['Amount']} value={deal['IsWon'] === true} /></strong> : String(deal['NoAmountReason'] ?? 'No amount')}
      {account !== undefined && <> · <RecordLink id={account.Id} name={account.Name} /></>}
      {' · '}{closed ? 'closed' : 'closes'} <RelativeDate value={deal['CloseDate']} due={!closed} />
    </>
  )
}

function Notice({ deal }: { deal: RecordRow }) {
  const reasons = useObject('Opportunity')
  if (deal['IsClosed'] !== true || deal['IsWon'] === true) return null
  const letter = deal['VettingFailure'] ? ` The vetting had ${String(deal['VettingFailure']).toLowerCase()} wrong.` : ''
  return <RefusalNotice problems={[{ code: 'closed_lost', rule: `Lost: ${String(deal['LossReason'] ?? 'no reason recorded')}.`, message: `${letter.trim()} Move it to an open stage to take it up again.${reasons.may.edit ? '' : ' Your role may not change it.'}`.trim() }]} />
}
