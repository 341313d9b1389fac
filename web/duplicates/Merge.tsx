import { Button } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { type ObjectShape, useObject } from '../api/describe.ts'
import { resourceOf } from '../api/objects.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { useCommands } from '../shell/commands.ts'
import { usePlace } from '../shell/place.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { nameOf } from '../ui/fields.ts'
import { Link, useGo } from '../ui/Link.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RecordSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { type Matchable, useMerge } from './duplicates.ts'
import { reasonAgainstMerge } from './mayMerge.ts'
import classes from './Merge.module.css'
import { MergeTable } from './MergeTable.tsx'
import { type Choices, unitsOf, valuesToSend } from './merging.ts'
import { MovesAlong } from './MovesAlong.tsx'
import { textOf } from '../ui/textOf.ts'

export const MergeLeads = () => <Merge objectName="Lead" />
export const MergeContacts = () => <Merge objectName="Contact" />
export const MergeAccounts = () => <Merge objectName="Account" />

/** Compares 2 to 10 records side by side and makes them one; the ids are in the address. */
function Merge({ objectName }: { objectName: Matchable }) {
  const { ids: asked }: Readonly<{ ids?: unknown }> = useSearch({ strict: false })
  const shape = useObject(objectName)
  const ids = [...new Set(textOf(asked).split(',').filter(Boolean))].slice(0, 10)
  const many = shape.labelPlural.toLowerCase()
  const list = paths.list(objectName) ?? paths.home
  usePlace({ title: `Merge ${many}`, up: { label: shape.labelPlural, to: list } })
  // Under keys of their own: once merged, the losers are gone, and the page need not learn that before it is left.
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['compared', objectName, id],
      queryFn: () => api.get<RecordRow>(resourceOf(objectName, id)),
      gcTime: 0,
    })),
  })
  const error = found.find((one) => one.isError)?.error
  const left = ids.filter((_, at) => found[at]?.isError !== true)
  if (error !== undefined)
    return (
      <div className={page['page']}>
        <h1 className={page['title']}>
          {ids.length - left.length === 1
            ? `One of these ${many} is`
            : `${ids.length - left.length} of these ${many} are`}{' '}
          not here to compare
        </h1>
        <RefusalNotice
          error={error}
          actions={
            <>
              {left.length > 1 && (
                <Button
                  component={Link}
                  to={paths.merge(objectName)}
                  search={{ ids: left.join(',') }}
                  size="compact-sm"
                  variant="default"
                >
                  Compare the other {left.length}
                </Button>
              )}
              <Button component={Link} to={paths.journal} size="compact-sm" variant="default">
                See what was merged
              </Button>
              <Button component={Link} to={list} size="compact-sm" variant="default">
                Back to {many}
              </Button>
            </>
          }
        />
      </div>
    )
  if (ids.length < 2) {
    return (
      <EmptyState
        level={1}
        title={`Choose the ${many} to compare`}
        example={`Two ${many} with the same phone and nearly the same name: one came from the web form, one from the trade show.`}
        action={
          <Button component={Link} to={list}>
            Choose {many}
          </Button>
        }
      >
        Merging makes 2 to 10 records of one person or company into one; everything that hangs on them moves along.
        Select them in the list, then press Merge.
      </EmptyState>
    )
  }
  const records = found.flatMap(({ data }) => data ?? [])
  if (records.length < ids.length) return <RecordSkeleton />
  return <Comparing key={ids.join()} objectName={objectName} shape={shape} records={fullestFirst(shape, records)} />
}

function Comparing({
  objectName,
  shape,
  records,
}: Readonly<{ objectName: Matchable; shape: ObjectShape; records: readonly RecordRow[] }>) {
  const session = useSession()
  const units = unitsOf(shape)
  const [masterId, setMaster] = useState(records[0]?.Id ?? '')
  const [choices, setChoices] = useState<Choices>({})
  const { run, merging, error } = useMergeRun(objectName, shape, records)
  const master = records.find(({ Id }) => Id === masterId)
  const many = shape.labelPlural.toLowerCase()
  const reason = reasonAgainstMerge(session, objectName)
  const start = () =>
    void run({
      master: masterId,
      losers: records.filter(({ Id }) => Id !== masterId).map(({ Id }) => Id),
      values: valuesToSend(units, records, masterId, choices),
    })
  useCommands([
    ...records.slice(0, 9).map(
      (record, at) =>
        ({
          id: `merge.master.${at}`,
          group: 'This page',
          label: `Keep ${nameOf(record)} as the master`,
          keys: String(at + 1),
          run: () => setMaster(record.Id),
        }) as const,
    ),
    { id: 'merge.run', group: 'This page', label: `Merge ${records.length} ${many}`, keys: 'm', reason, run: start },
    { id: 'record.back', group: 'This page', label: 'Back', keys: 'Escape', run: () => globalThis.history.back() },
  ])
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={classes['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>
              Merge {records.length} {many} into one
            </h1>
            <p className={page['headline']}>
              {master === undefined
                ? ''
                : `${nameOf(master)} stays. ${records.length === 2 ? 'The other goes' : `The other ${records.length - 1} go`} to the recycle bin and can be brought back as ${records.length === 2 ? 'it was' : 'they were'}.`}
            </p>
          </div>
          <div className={page['actions']}>
            <Button variant="default" onClick={() => globalThis.history.back()}>
              Cancel
            </Button>
            <ReasonedButton className={classes['head']} reason={reason} loading={merging} onClick={start}>
              Merge {records.length} {many}
            </ReasonedButton>
          </div>
        </header>
        <RefusalNotice error={error} />
        <MergeTable
          units={units}
          records={records}
          masterId={masterId}
          choices={choices}
          onMaster={setMaster}
          onChoose={(unit, id) => setChoices((before) => ({ ...before, [unit]: id }))}
        />
        <ReasonedButton className={classes['foot']} reason={reason} loading={merging} onClick={start}>
          Merge {records.length} {many}
        </ReasonedButton>
        <MovesAlong objectName={objectName} losers={records.filter(({ Id }) => Id !== masterId).map(({ Id }) => Id)} />
      </div>
    </div>
  )
}

function useMergeRun(objectName: Matchable, shape: ObjectShape, records: readonly RecordRow[]) {
  const { merge, undo } = useMerge(objectName)
  const go = useGo()
  const back = async (mergeId: string) => {
    try {
      await undo(mergeId)
      toast(`The ${records.length} ${shape.labelPlural.toLowerCase()} are apart again, as they were.`)
    } catch (refused) {
      toastError(refused)
    }
  }
  const run = (request: Parameters<typeof merge.mutate>[0]) =>
    merge.mutateAsync(request).then(
      (merged) => {
        toast(`Merged ${records.length} ${shape.labelPlural.toLowerCase()} into ${nameOf(merged)}.`, () =>
          back(merged.merge),
        )
        go(paths.record(merged.Id, objectName) ?? paths.home)
      },
      () => undefined,
    )
  return { run, merging: merge.isPending, error: merge.error }
}

/** The record that knows most is the master and stands first, the older one of equals. */
function fullestFirst(shape: ObjectShape, records: readonly RecordRow[]): readonly RecordRow[] {
  const filled = (record: RecordRow) =>
    shape.fields.filter(
      ({ name }) =>
        record[name] !== null && record[name] !== undefined && record[name] !== '' && record[name] !== false,
    ).length
  return records.toSorted(
    (one, other) =>
      filled(other) - filled(one) || textOf(one['CreatedDate']).localeCompare(textOf(other['CreatedDate'])),
  )
}
