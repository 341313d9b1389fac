import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { keys } from '../api/queries.ts'
import { useAnswer } from '../setup/setupApi.ts'

type Reference = Readonly<{ Id: string; Name: string | null }>
export type Flag = 'already_member' | 'opted_out' | 'no_email' | 'no_postal_address' | 'not_reachable'

export type NominationPlan = Readonly<{
  CampaignId: string
  Quota: number | null
  ClosesOn: string | null
  IsClosed: boolean
  Needs: 'email' | 'postal_address' | 'nothing'
  PreviousCampaign: Reference | null
  Approvers: readonly Reference[]
  ApproverIds: readonly string[]
}>

export type Overview = Readonly<{
  plan: NominationPlan | null
  counts: Readonly<{ proposed: number; approved: number; rejected: number; mine: number; left: number | null }>
  mayApprove: boolean
  mayPropose: boolean
  mayPlan: boolean
}>

export type NominationRow = Readonly<{
  Id: string
  State: 'proposed' | 'approved' | 'rejected' | 'withdrawn'
  Who: Reference | null
  Company: string | null
  Status: string | null
  Reason: string | null
  ProposedBy: Reference
  ProposedAt: string
  DecidedBy: Reference | null
  DecidedAt: string | null
  DecisionReason: string | null
  Flags: readonly Flag[]
}>

export type LastYearRow = Readonly<{
  Who: Reference
  Company: string | null
  Owner: Reference | null
  Status: string
  NowState: NominationRow['State'] | null
  NowStatus: string | null
  Flags: readonly Flag[]
}>

export type Saved = Readonly<{ id: string | null; success: boolean; errors: readonly { message: string }[] }>

export const flagWords: Readonly<Record<Flag, string>> = {
  already_member: 'Is a member already',
  opted_out: 'Opted out of e-mail',
  no_email: 'No e-mail address',
  no_postal_address: 'No complete postal address',
  not_reachable: 'Was deleted',
}

export const planPath = (campaignId: string): string => `/campaigns/${campaignId}/nomination-plan`
export const listPath = (campaignId: string): string => `/campaigns/${campaignId}/nominations`
export const WAITING = '/nominations/waiting'

export const useOverview = (campaignId: string, isAsked = true) =>
  useAnswer<Overview>(planPath(campaignId), {}, isAsked)

/** Asks anew for everything that hangs on nominations once one of them changed. */
export function useNominationNews(campaignId: string): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all(
      [planPath(campaignId), listPath(campaignId), `${listPath(campaignId)}/previous`, WAITING].map((path) =>
        client.invalidateQueries({ queryKey: ['setup', path] }),
      ),
    )
    await client.invalidateQueries({ queryKey: keys.object('CampaignMember') })
  }
}

export const propose = (campaignId: string, people: readonly { WhoId: string; Reason: string | null }[]) =>
  api.post<{ results: readonly Saved[] }>(listPath(campaignId), { people })

export const decide = (decisions: readonly { Id: string; Approve: boolean; Reason: string | null }[]) =>
  api.post<{ results: readonly Saved[] }>('/nominations/decision', { decisions })

export const withdraw = (ids: readonly string[]) =>
  api.post<{ results: readonly Saved[] }>('/nominations/withdrawal', { ids })

/** What came of a list, in a sentence: how many, and why the others not. */
export function told(results: readonly Saved[], done: (count: number) => string): string {
  const refused = results.filter(({ success }) => !success)
  const count = results.length - refused.length
  const why = [...new Set(refused.map(({ errors }) => errors[0]?.message ?? ''))].slice(0, 3).join(' ')
  return [count > 0 ? done(count) : '', why].filter(Boolean).join(' ')
}
