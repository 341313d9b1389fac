import { objectOfPrefix } from '../../shared/ids.ts'
import { useRecordList } from '../api/records.ts'
import { Money } from '../ui/Money.tsx'
import classes from './NextSteps.module.css'

const added = new Set<string | undefined>(['Lead', 'Contact', 'Opportunity'])

/** What tasks and meetings with somebody, or about a deal, cost until now; nothing is said of nothing. */
export function Spent({ id }: { id: string }) {
  const object = objectOfPrefix(id.slice(0, 3))
  return object !== undefined && added.has(object) ? <SpentOn object={object} id={id} /> : null
}

function SpentOn({ object, id }: Readonly<{ object: string; id: string }>) {
  const found = useRecordList(object, { filter: { field: 'Id', op: 'eq', value: id }, fields: ['WorkCost'] }, 1)
  const amount = found.pages?.[0]?.records[0]?.['WorkCost']
  if (typeof amount !== 'number' || amount === 0) return null
  return (
    <p className={classes['spent']}>
      Spent so far: <Money amount={amount} />
    </p>
  )
}
