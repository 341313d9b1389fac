import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { resourceOf } from '../api/objects.ts'
import { keys } from '../api/queries.ts'
import { refreshObject } from '../api/records.ts'
import { rowMarks } from '../ui/rowMarks.ts'

export type Named = Readonly<{ Id: string; Name: string | null }>
export type EvidenceSource = 'call' | 'email' | 'form' | 'meeting' | 'research' | 'import'

/** What was learned about one criterion of a lead. `observedOn` is `YYYY-MM-DD`, `recordedAt` ISO in UTC. */
export type Evidence = Readonly<{
  Id: string
  criterion: string
  value: string
  isMet: boolean
  source: EvidenceSource
  saidBy: string | null
  observedOn: string
  recordedAt: string
  recordedBy: Named | null
}>

/** A criterion of the agreement with the evidence that counts. */
export type Criterion = Readonly<{
  name: string
  label: string
  letter: string
  required: boolean
  help: string
  isMet: boolean
  evidence: Evidence | null
}>

/** How far a lead is vetted; `missing` and `notMet` name required criteria. */
export type Qualification = Readonly<{
  leadId: string
  agreementVersion: number
  isAgreementSigned: boolean
  criteria: readonly Criterion[]
  missing: readonly string[]
  notMet: readonly string[]
  metAll: boolean
  sentence: string
}>

export type Ledger = Readonly<{ qualification: Qualification; evidence: readonly Evidence[] }>
export type EvidenceDraft = Readonly<{
  criterion: string
  value: string
  isMet: boolean
  source: EvidenceSource
  saidBy: string | null
  observedOn: string
}>

const evidenceKey = (leadId: string) => keys.about('Lead', leadId, 'evidence')

/** How far a lead is vetted, and everything that was learned, newest first. */
export const useLedger = (leadId: string) =>
  useQuery({
    queryKey: evidenceKey(leadId),
    queryFn: ({ signal }) => api.get<Ledger>(`${resourceOf('Lead', leadId)}/evidence`, { signal }),
  })

/** Adds what was learned; nothing is overwritten. */
export function useRecordEvidence(leadId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (draft: EvidenceDraft) => api.post<Ledger>(`${resourceOf('Lead', leadId)}/evidence`, draft),
    onSuccess: ({ qualification, evidence }) => {
      client.setQueryData<Ledger>(evidenceKey(leadId), (before) => ({
        qualification,
        evidence: [...evidence, ...(before?.evidence ?? [])],
      }))
      void refreshLead(client, leadId)
    },
  })
}

/** How far leads in a list are vetted. */
const qualifications = rowMarks(200, async (ids) => {
  const answer = await api.get<{ qualifications: readonly Qualification[] }>('/leads/qualification', {
    query: { ids: ids.join(',') },
  })
  return new Map(answer.qualifications.map((one) => [one.leadId, one]))
})
export const useQualification = qualifications.useMark

export type OutcomeDraft =
  | Readonly<{ outcome: 'dead_end'; reason: string; recheckOn?: string; staysOnNewsletter: boolean; note?: string }>
  | Readonly<{
      outcome: 'definite_maybe'
      followUpOn: string
      send?: readonly string[]
      notReadyReason?: string
      note?: string
    }>
  | Readonly<{ outcome: 'opportunity'; note?: string }>

/** Writes down how a call ended: logs it, moves the lead, and makes the tasks that follow. */
export function useRecordOutcome(leadId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (draft: OutcomeDraft) =>
      api.post<{ callId: string; followUpId: string | null; qualification: Qualification }>(
        `${resourceOf('Lead', leadId)}/outcome`,
        draft,
      ),
    // What was done is shown at once; what follows from it is fetched behind.
    onSuccess: () => void refreshLead(client, leadId),
  })
}

/** Opens a closed lead again, with the reason kept on it. */
export function useReopenLead(leadId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => api.post<undefined>(`${resourceOf('Lead', leadId)}/reopening`, { reason }),
    onSuccess: () => void refreshLead(client, leadId),
  })
}

/** Fetches anew everything about one lead, and the lists it stands in. */
export async function refreshLead(client: QueryClient, leadId: string): Promise<void> {
  qualifications.forget(leadId)
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.record('Lead', leadId) }),
    refreshObject(client, 'Task'),
    refreshObject(client, 'Event'),
    client.invalidateQueries({ queryKey: keys.lists('Lead') }),
    client.invalidateQueries({ queryKey: [...keys.object('Lead'), 'counts'] }),
  ])
}
