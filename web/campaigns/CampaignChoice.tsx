import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { StatusOf } from './StatusOf.tsx'

/** A campaign people go into, and the status they get there: null is the campaign's default. */
export type Chosen = Readonly<{ campaign?: Readonly<{ Id: string; Name: string }>; status: string | null }>

export const nothingChosen: Chosen = { status: null }

/** Asks for a campaign, and then for one of its statuses. */
export function CampaignChoice({
  chosen: { campaign, status },
  onChange,
}: Readonly<{ chosen: Chosen; onChange: (chosen: Chosen) => void }>) {
  return (
    <>
      <ReferencePicker
        label="Campaign"
        references={['Campaign']}
        value={campaign?.Id ?? null}
        referred={campaign}
        onChange={(id, referred) =>
          onChange(id === null ? nothingChosen : { campaign: { Id: id, Name: referred?.Name ?? id }, status: null })
        }
        autoFocus
      />
      {campaign !== undefined && (
        <StatusOf
          campaignId={campaign.Id}
          status={status}
          onChange={(other) => onChange({ campaign, status: other })}
        />
      )}
    </>
  )
}
