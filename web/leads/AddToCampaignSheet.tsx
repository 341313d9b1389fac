import { Select } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { keys } from '../api/queries.ts'
import type { Page, RecordRow } from '../api/recordRow.ts'
import { refreshObject, type Saved } from '../api/records.ts'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { BulkSheet } from './BulkSheet.tsx'
import { nounOf } from './bulk.ts'

type Chosen = Readonly<{ Id: string; Name: string }>

/** Puts leads into a campaign with one of its statuses; who is in already is refused row by row. */
export function AddToCampaignSheet({
  leads,
  onClose,
  onDone,
}: Readonly<{ leads: readonly RecordRow[]; onClose: () => void; onDone: () => void }>) {
  const client = useQueryClient()
  const [campaign, setCampaign] = useState<Chosen>()
  const [status, setStatus] = useState<string | null>(null)
  const statuses = useMemberStatuses(campaign?.Id)
  const usual = statuses.find((one) => one['IsDefault'] === true)?.['Label']
  const chosen = status ?? (typeof usual === 'string' ? usual : undefined)
  const run = async () => {
    const rows = leads.map(({ Id }) => ({
      CampaignId: campaign?.Id,
      LeadId: Id,
      ...(chosen === undefined ? {} : { Status: chosen }),
    }))
    const { results } = await api.post<{ results: readonly Saved[] }>('/campaign-members', rows)
    await refreshObject(client, 'Campaign')
    return results
  }
  return (
    <BulkSheet
      title={`Add ${nounOf(leads.length)} to a campaign`}
      verb={campaign === undefined ? 'Add to campaign' : `Add ${nounOf(leads.length)}`}
      leads={leads}
      ready={campaign !== undefined}
      run={run}
      said={(count) => `${nounOf(count)} ${count === 1 ? 'is' : 'are'} in ${campaign?.Name ?? 'the campaign'}.`}
      undo={(_, saved) => api.delete<unknown>('/campaign-members', { query: { ids: madeIn(saved).join(',') } })}
      onClose={onClose}
      onDone={onDone}
    >
      <ReferencePicker
        label="Campaign"
        references={['Campaign']}
        value={campaign?.Id ?? null}
        referred={campaign}
        onChange={(id, referred) => {
          setCampaign(id === null ? undefined : { Id: id, Name: referred?.Name ?? id })
          setStatus(null)
        }}
        autoFocus
      />
      {campaign !== undefined && statuses.length > 0 && (
        <Select
          label="Status in the campaign"
          data={statuses.map((one) => String(one['Label']))}
          value={chosen ?? null}
          onChange={setStatus}
          allowDeselect={false}
        />
      )}
    </BulkSheet>
  )
}

const madeIn = (saved: readonly Saved[]): readonly string[] =>
  saved.flatMap(({ id, created }) => (created === true && id !== null ? [id] : []))

function useMemberStatuses(campaignId: string | undefined): readonly RecordRow[] {
  const found = useQuery({
    queryKey: keys.list('CampaignMemberStatus', { campaignId }),
    queryFn: ({ signal }) =>
      api.get<Page>('/campaign-member-statuses', {
        signal,
        query: { filter: { field: 'CampaignId', op: 'eq', value: campaignId }, sort: 'SortOrder' },
      }),
    enabled: campaignId !== undefined,
  })
  return found.data?.records ?? []
}
