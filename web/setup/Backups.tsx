import { Skeleton } from '@mantine/core'
import { useReasonAgainstSection } from './sections.ts'
import type { SetupChangePage } from './setupChange.ts'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { useAnswer } from './setupApi.ts'
import classes from './SetupChanges.module.css'

const SHOWN = 3

/** The last backups Assay made, and how to make one. */
export function Backups() {
  const mayRead = useReasonAgainstSection('changes') === undefined
  const found = useAnswer<SetupChangePage>('/setup-changes', { area: 'backups', limit: SHOWN }, mayRead)
  const made = found.data?.changes ?? []
  return (
    <section className={classes['backups']} aria-label="Backups">
      <h2>Backups</h2>
      {found.isPending && <Skeleton height={12} width="40%" my={3} />}
      {found.isSuccess && made.length === 0 && <p>Assay itself made none yet of this organization.</p>}
      {made.length > 0 && (
        <ul>
          {made.map(({ Id, at, name }) => (
            <li key={Id}>
              <RelativeDate value={at} /> · {name}
            </li>
          ))}
        </ul>
      )}
      <p>
        Whoever runs the server makes one with <code>npm run assay -- backup FILE</code>, best every night and onto
        another machine; people go on working meanwhile. Backups made of the database by other means are not known here.
      </p>
    </section>
  )
}
