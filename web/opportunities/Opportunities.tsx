import { Button } from '@mantine/core'
import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import { chipsOf } from '../ui/ListStates.tsx'
import { ObjectList } from '../ui/ObjectList.tsx'

/** Every sale in progress, won or lost. */
export function Opportunities() {
  return (
    <ObjectList
      objectName="Opportunity"
      columns={['Name', 'AccountId', 'StageName', 'Amount', 'CloseDate', 'OwnerId']}
      onCard={onCard}
      actions={
        <Button component={Link} to={paths.pipeline} variant="default">
          As a board
        </Button>
      }
      chips={chips}
      moreFields={['IsClosed']}
      usualSort="-CloseDate"
      empty={{
        for: 'Sales in progress. Each has an account, an amount, a close date and a stage, and ends won or lost.',
        example: 'Nordwind, pump refit: 48,000, proposal, closes on 30 June.',
      }}
    />
  )
}

const onCard = ['Amount', 'StageName', 'CloseDate']
const chips = chipsOf('StageName')
