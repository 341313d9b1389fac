import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { useGo } from '../ui/Link.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import type { Matchable } from './duplicates.ts'
import { reasonAgainstMerge } from './mayMerge.ts'

const MOST_MERGED = 10

/** The bulk bar's way to the merge page: 'Merge 3 leads'. */
export function MergeChosen({ objectName, chosen }: { objectName: Matchable; chosen: readonly RecordRow[] }) {
  const many = useObject(objectName).labelPlural.toLowerCase()
  const session = useSession()
  const go = useGo()
  const fits = chosen.length >= 2 && chosen.length <= MOST_MERGED
  return (
    <ReasonedButton
      variant="default"
      size="compact-md"
      reason={reasonAgainstMerge(session, objectName) ?? reasonAgainstNumber(chosen.length, many)}
      onClick={() => go(paths.merge(objectName), { ids: chosen.map(({ Id }) => Id).join(',') })}
    >
      {fits ? `Merge ${chosen.length} ${many}` : 'Merge'}
    </ReasonedButton>
  )
}

const reasonAgainstNumber = (count: number, many: string): string | undefined =>
  count < 2
    ? `Merging takes at least two ${many}: select another.`
    : count > MOST_MERGED
      ? `Merging makes up to ${MOST_MERGED} ${many} one; ${count} are selected.`
      : undefined
