import { Button, SegmentedControl } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useObject } from '../api/describe.ts'
import type { Filter } from '../api/filter.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshObject, useSaveRecord } from '../api/records.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { CardBoard, CardFace } from '../ui/CardBoard.tsx'
import { nameOf } from '../ui/fields.ts'
import { Link, RecordLink } from '../ui/Link.tsx'
import { formatWholeMoney, Money, useCurrency } from '../ui/Money.tsx'
import page from '../ui/RecordPage.module.css'
import { along } from '../ui/related.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { textOf } from '../ui/textOf.ts'
import { toast, toastError } from '../ui/toast.tsx'
import classes from './Pipeline.module.css'
import { useStages } from './stages.ts'

/** Deals in progress under the stages they stand at, those that close soonest first. A deal is closed on its own page. */
export function Pipeline() {
  usePlace({ title: 'Pipeline', up: { label: 'Opportunities', to: paths.opportunities } })
  const { user } = useSession()
  const { whose }: { whose?: unknown } = useSearch({ strict: false })
  const navigate = useNavigate()
  const mine = whose === 'mine'
  const { may } = useObject('Opportunity')
  const stages = useStages().filter(({ isClosed }) => !isClosed)
  const currency = useCurrency()
  const move = useStageMove()
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={classes['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Pipeline</h1>
            <p className={page['headline']}>
              {may.edit
                ? 'Drag a deal to its next stage, or press ← and → on its arrows. Won or lost is said on the deal’s own page.'
                : 'Where every deal in progress stands. Your role may look, but move none.'}
            </p>
          </div>
          <SegmentedControl
            aria-label="Whose deals"
            value={mine ? 'mine' : 'all'}
            onChange={(next) =>
              void navigate({ to: '.', search: next === 'mine' ? { whose: 'mine' } : {}, replace: true })
            }
            data={[
              { value: 'all', label: 'Everybody’s' },
              { value: 'mine', label: 'Mine' },
            ]}
          />
          <Button component={Link} to={paths.opportunities} variant="default">
            As a list
          </Button>
        </header>
        {stages.length === 0 ? (
          <GridSkeleton rows={6} />
        ) : (
          <CardBoard
            label="Deals by stage"
            objectName="Opportunity"
            field="StageName"
            columns={stages.map(({ name, label }) => ({ value: name, label }))}
            {...(mine ? { filter: ownedBy(user.Id) } : {})}
            sort="CloseDate"
            fields={['Name', 'AccountId', 'StageName', 'Amount', 'CloseDate', 'OwnerId']}
            mayMove={may.edit}
            nameOf={nameOf}
            face={faceOf}
            noteOf={(rows) => noteOf(rows, currency)}
            onPut={move}
            empty="No deal stands here."
          />
        )}
      </div>
    </div>
  )
}

const ownedBy = (id: string): Filter => ({ field: 'OwnerId', op: 'eq', value: id })

/** How many deals a stage holds and what they are worth together; nothing while not all of them are here. */
function noteOf(rows: readonly RecordRow[] | undefined, currency: string): string {
  if (rows === undefined) return 'more than shown'
  const worth = rows.reduce((sum, { Amount }) => sum + (typeof Amount === 'number' ? Amount : 0), 0)
  return worth === 0 ? String(rows.length) : `${rows.length} · ${formatWholeMoney(worth, currency)}`
}

const faceOf = (row: RecordRow) => (
  <CardFace
    first={<RecordLink id={row.Id} name={nameOf(row)} />}
    second={
      <>
        {[along(row, 'Owner')?.Name, along(row, 'Account')?.Name].filter(Boolean).map(textOf).join(' · ')}
        <span className={classes['worth']}>
          <Money amount={row['Amount']} />
          <RelativeDate value={row['CloseDate']} due />
        </span>
      </>
    }
  />
)

/** Moves a deal to a stage; a toast takes it back. */
function useStageMove() {
  const save = useSaveRecord('Opportunity')
  const client = useQueryClient()
  const refresh = () => refreshObject(client, 'Opportunity')
  const put = (id: string, StageName: unknown, onSuccess?: () => void) =>
    save.mutate({ id, values: { StageName } }, { onSuccess, onError: toastError, onSettled: refresh })
  return (row: RecordRow, stage: string) => {
    const before = row['StageName']
    if (before !== stage)
      put(row.Id, stage, () => toast(`${nameOf(row)} is now at ${stage}.`, () => put(row.Id, before)))
  }
}
