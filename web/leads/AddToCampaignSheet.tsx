import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshObject, type Saved } from '../api/records.ts'
import { CampaignChoice, nothingChosen } from '../campaigns/CampaignChoice.tsx'
import { BulkSheet } from './BulkSheet.tsx'
import { nounOf } from './bulk.ts'

/** Puts leads into a campaign with one of its statuses; who is in already is refused row by row. */
export function AddToCampaignSheet({
  leads,
  onClose,
  onDone,
}: Readonly<{ leads: readonly RecordRow[]; onClose: () => void; onDone: () => void }>) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState(nothingChosen)
  const { campaign, status } = chosen
  const run = async () => {
    const rows = leads.map(({ Id }) => ({
      CampaignId: campaign?.Id,
      LeadId: Id,
      ...(status === null ? {} : { Status: status }),
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
      <CampaignChoice chosen={chosen} onChange={setChosen} />
    </BulkSheet>
  )
}

const madeIn = (saved: readonly Saved[]): readonly string[] =>
  saved.flatMap(({ id, created }) => (created === true && id !== null ? [id] : []))
