import type { RecordRow } from '../api/recordRow.ts'
import { paths } from '../paths.ts'
import { useGo } from '../ui/Link.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { FEWEST, MOST } from './comparison.ts'

/** Opens the chosen campaigns side by side. */
export function CompareChosen({ chosen }: { chosen: readonly RecordRow[] }) {
  const go = useGo()
  const isTooMany = chosen.length < FEWEST || chosen.length > MOST
  return (
    <ReasonedButton
      size="compact-md"
      variant="default"
      reason={isTooMany ? `${FEWEST} to ${MOST} campaigns are compared.` : undefined}
      onClick={() => go(paths.campaignComparison, { ids: chosen.map(({ Id }) => Id).join(',') })}
    >
      Compare
    </ReasonedButton>
  )
}
