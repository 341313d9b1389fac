import { paths } from '../paths.ts'
import { reasonAgainst, useSession } from '../api/session.ts'
import { usePlace } from '../shell/place.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { TextLink, useGo } from '../ui/Link.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { useImports } from './importApi.ts'
import { besidesState, type ImportRow, isBefore, pluralOf, sizeOf, stateLooks } from './importRow.ts'
import classes from './Import.module.css'

/** Every file that was imported, with what became of its rows. */
export function Imports() {
  usePlace({ title: 'Imports' })
  const reason = reasonAgainst(useSession(), 'import', 'import files')
  const go = useGo()
  const found = useImports()
  const rows = found.data?.pages.flatMap((page) => page.imports) ?? []
  const start = (
    <ReasonedButton reason={reason} onClick={() => go(paths.newImport)}>
      Import a file
    </ReasonedButton>
  )
  return (
    <div className={classes['scroller']} tabIndex={-1}>
      <div className={classes['page']}>
        <header className={classes['head']}>
          <div className={classes['what']}>
            <h1 className={classes['title']}>Imports</h1>
            <p className={classes['purpose']}>
              Files that became records, with the numbers. Every import can be undone as a whole.
            </p>
          </div>
          {start}
        </header>
        {found.isPending && <GridSkeleton rows={6} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.isSuccess && rows.length === 0 && (
          <EmptyState
            title="Nothing imported yet"
            action={start}
            example="‘hannover-2026.csv’: 412 rows; 371 new leads, 38 inquiries of people we knew, 3 rows to mend."
          >
            Drop a file as it is: any delimiter, any encoding, any column names. Assay says what it understood before
            anything is written.
          </EmptyState>
        )}
        {rows.length > 0 && <Table rows={rows} />}
        <MoreButton of={found}>Show earlier imports</MoreButton>
      </div>
    </div>
  )
}

function Table({ rows }: { rows: readonly ImportRow[] }) {
  const number = (pick: (one: ImportRow) => number) => (one: ImportRow) =>
    // What an undone import had brought is gone again: it stands beside its state, as what was.
    isBefore(one.state) || one.state === 'undone' ? '—' : formatNumber(pick(one))
  return (
    <PlainTable
      label="Imports"
      rows={rows}
      keyOf={(one) => one.Id}
      columns={[
        {
          head: 'File',
          render: (one) => (
            <TwoLines
              first={<TextLink to={paths.import(one.Id)}>{one.name}</TextLink>}
              second={`${one.object === null ? 'Not known yet' : pluralOf(one.object)}, ${sizeOf(one.byteSize)}`}
            />
          ),
        },
        {
          head: 'State',
          width: '190px',
          render: (one) => <TwoLines first={<StateMark {...stateLooks[one.state]} />} second={besidesState(one)} />,
        },
        { head: 'New', width: '80px', align: 'end', render: number(({ counts }) => counts.created) },
        { head: 'Known', width: '80px', align: 'end', render: number(({ counts }) => counts.known + counts.updated) },
        { head: 'To mend', width: '80px', align: 'end', render: number(({ counts }) => counts.refused) },
        {
          head: 'When',
          width: '110px',
          align: 'end',
          render: (one) => <RelativeDate value={one.startedAt ?? one.createdAt} />,
        },
      ]}
    />
  )
}
