import { Button } from '@mantine/core'
import { IconGift } from '@tabler/icons-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useCall } from '../setup/setupApi.ts'
import { exactDate, nearDate } from '../ui/dates.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateChips } from '../ui/StateChips.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { Approvals } from './Approvals.tsx'
import { Decided } from './Decided.tsx'
import { LastYear } from './LastYear.tsx'
import { Mine } from './Mine.tsx'
import {
  listPath,
  planPath,
  useNominationNews,
  useOverview,
  type NominationPlan,
  type Overview,
} from './nominations.ts'
import { PlanSheet } from './PlanSheet.tsx'
import classes from './Nominations.module.css'

type View = 'mine' | 'waiting' | 'decided' | 'last'

/** Who is proposed for a campaign, by whom, and what was decided. */
export function NominationsTab({ campaign }: Readonly<{ campaign: RecordRow }>) {
  const overview = useOverview(campaign.Id)
  if (overview.isPending) return <GridSkeleton rows={6} />
  if (overview.isError) return <RefusalNotice error={overview.error} />
  const { plan } = overview.data
  return plan === null ? (
    <NoneYet campaignId={campaign.Id} overview={overview.data} />
  ) : (
    <TheNominations overview={overview.data} plan={plan} />
  )
}

function NoneYet({ campaignId, overview }: Readonly<{ campaignId: string; overview: Overview }>) {
  const refresh = useNominationNews(campaignId)
  const begin = useCall(() => api.patch(planPath(campaignId), {}))
  return (
    <EmptyState
      icon={IconGift}
      title="Nobody is proposed for this campaign"
      example="Wine 2026: each salesperson proposes up to 12 people; Ines approves; 87 parcels go out."
      action={
        <ReasonedButton
          reason={
            overview.mayPlan
              ? undefined
              : 'Whoever plans campaigns lets people be proposed: marketing, managers and administrators.'
          }
          loading={begin.isPending}
          onClick={() => begin.mutate(undefined, { onSettled: refresh, onError: toastError })}
        >
          Let people be proposed
        </ReasonedButton>
      }
    >
      For gifts, invitations and visits: salespeople propose whom they want in it, and somebody approves or rejects each
      with a reason.
    </EmptyState>
  )
}

function TheNominations({ overview, plan }: Readonly<{ overview: Overview; plan: NominationPlan }>) {
  const { counts, mayApprove, mayPlan } = overview
  const [view, setView] = useState<View>(mayApprove && counts.proposed > 0 ? 'waiting' : 'mine')
  const [planning, setPlanning] = useState(false)
  const refresh = useNominationNews(plan.CampaignId)
  const send = useCall(() => api.post<{ sent: number }>(`${listPath(plan.CampaignId)}/sent`, {}))
  const markSent = () =>
    send.mutate(undefined, {
      onSettled: refresh,
      onSuccess: ({ sent }) => {
        toast(
          sent === 0
            ? 'Nobody stands at Approved.'
            : `${sent === 1 ? '1 member moved' : `${sent} members moved`} from Approved to Sent.`,
        )
      },
      onError: toastError,
    })
  return (
    <div className={classes['tab']}>
      <Panel
        title="Nominations"
        actions={
          mayPlan && (
            <div className={classes['actions']}>
              <Button size="compact-sm" variant="default" onClick={() => setPlanning(true)}>
                Settings
              </Button>
              {counts.approved > 0 && (
                <Button size="compact-sm" variant="default" loading={send.isPending} onClick={markSent}>
                  Mark approved as sent
                </Button>
              )}
            </div>
          )
        }
      >
        <p className={classes['summary']}>{summaryOf(overview, plan)}</p>
        <StateChips
          label="Nominations"
          chosen={view}
          onChoose={(next) => setView((next || view) as View)}
          chips={[
            { value: 'mine', label: 'Proposed by me', count: counts.mine },
            {
              value: 'waiting',
              label: mayApprove ? 'For my approval' : 'Waiting',
              state: 'overdue',
              count: counts.proposed,
            },
            { value: 'decided', label: 'Decided', state: 'converted', count: counts.approved + counts.rejected },
            { value: 'last', label: 'Last year' },
          ]}
        />
      </Panel>
      {view === 'mine' && <Mine plan={plan} overview={overview} />}
      {view === 'waiting' && <Approvals plan={plan} mayApprove={mayApprove} />}
      {view === 'decided' && <Decided plan={plan} />}
      {view === 'last' && <LastYear plan={plan} overview={overview} />}
      {planning && <PlanSheet plan={plan} onClose={() => setPlanning(false)} />}
    </div>
  )
}

function summaryOf({ counts }: Overview, { Quota, ClosesOn, IsClosed, Approvers }: NominationPlan) {
  const who = Approvers.map(({ Name }) => Name).join(', ')
  return (
    <>
      {Quota !== null && `You have proposed ${counts.mine} of ${Quota}. `}
      {ClosesOn !== null && (
        <span title={exactDate(ClosesOn)}>
          {IsClosed ? `Proposals closed ${nearDate(ClosesOn)}. ` : `Proposals close ${nearDate(ClosesOn)}. `}
        </span>
      )}
      {who !== '' && `${who} ${Approvers.length > 1 ? 'decide' : 'decides'}.`}
    </>
  )
}
