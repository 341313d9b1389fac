import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { Costs } from './Costs.tsx'
import { GoalPanel } from './GoalPanel.tsx'
import { Expected } from './Expected.tsx'

/** What a campaign is to come to, what it costs month by month, and what was expected of it against what came. */
export function PlanTab({ campaign }: { campaign: RecordRow }) {
  const { may } = useObject('Campaign')
  const reason = may.edit ? undefined : 'Your role may not plan campaigns. Marketing, managers and administrators do.'
  return (
    <>
      <GoalPanel campaign={campaign} reason={reason} />
      <Expected campaign={campaign} />
      <Costs campaign={campaign} reason={reason} />
    </>
  )
}
