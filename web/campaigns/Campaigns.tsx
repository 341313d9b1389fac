import { Button } from '@mantine/core'
import type { RecordRow } from '../api/recordRow.ts'
import { CompareChosen } from '../campaignComparison/CompareChosen.tsx'
import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import { chipsOf } from '../ui/ListStates.tsx'
import { ObjectList } from '../ui/ObjectList.tsx'

/** Every marketing initiative. */
export function Campaigns() {
  return (
    <ObjectList
      objectName="Campaign"
      bulk={bulk}
      actions={
        <>
          <Button component={Link} to={paths.campaignTrees} variant="default">
            As trees
          </Button>
          <Button component={Link} to={paths.campaignPlan} variant="default">
            Plan
          </Button>
          <Button component={Link} to={paths.attribution} variant="default">
            Attribution
          </Button>
        </>
      }
      columns={['Name', 'Type', 'Status', 'StartDate', 'EndDate', 'BudgetedCost', 'OwnerId']}
      chips={chips}
      usualSort="-CreatedDate"
      empty={{
        for: 'Marketing initiatives to many people, with their members, their cost and what came of them.',
        example: 'Hannover Messe 2026: 412 visitors scanned at the booth, 38 of them vetted, 9 opportunities.',
      }}
    />
  )
}

const chips = chipsOf('Status')

const bulk = (chosen: readonly RecordRow[]) => <CompareChosen chosen={chosen} />
