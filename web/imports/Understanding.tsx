import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { exactDate } from '../ui/dates.ts'
import { Link, useGo } from '../ui/Link.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { ColumnTable } from './ColumnTable.tsx'
import { Figures } from './Figures.tsx'
import { FileWords } from './FileWords.tsx'
import { LinkChoices } from './LinkChoices.tsx'
import type { Choices } from './choosing.ts'
import { useAct, useChoose, usePreview } from './importApi.ts'
import { importable, type ImportRow, pluralOf, type Preview, sizeOf } from './importRow.ts'
import { LayoutChoices } from './LayoutChoices.tsx'
import { MeetingChoices } from './MeetingChoices.tsx'
import classes from './Import.module.css'

/** What we understood of a file, in numbers; every guess can be changed; then go. */
export function Understanding({ one }: { one: ImportRow }) {
  const preview = usePreview(one)
  const choose = useChoose(one.Id)
  const act = useAct(one.Id)
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const change = (choices: Choices) => choose.mutate(choices)
  const nothing = one.mapping.every(({ field }) => field === null)
  const reason =
    one.object === null
      ? 'Say first what the file holds.'
      : nothing
        ? 'Give at least one column a field.'
        : preview.data?.counts?.read === 0
          ? 'The file has no rows.'
          : undefined
  return (
    <>
      <header className={classes['head']}>
        <div className={classes['what']}>
          <h1 className={classes['title']}>{one.name}</h1>
          <p className={classes['purpose']}>{factsOf(one, preview.data)}</p>
        </div>
        <div className={classes['acts']}>
          <Button variant="default" onClick={() => setAsking(true)}>
            Cancel import
          </Button>
          <ReasonedButton reason={reason} loading={act.isPending} onClick={() => act.mutate('start')}>
            Import{' '}
            {preview.data?.isWholeFile === true && preview.data.counts !== null
              ? `${formatNumber(preview.data.counts.read)} ${preview.data.counts.read === 1 ? 'row' : 'rows'}`
              : pluralOf(one.object)}
          </ReasonedButton>
        </div>
      </header>
      <RefusalNotice error={act.error ?? choose.error} />
      {preview.isError && <RefusalNotice error={preview.error} />}
      {preview.data !== undefined && preview.data.importedBefore !== null && (
        <RefusalNotice
          problems={[
            {
              code: 'imported_before',
              message: `The very same file was imported before${preview.data.importedBefore.finishedAt === null ? '' : `, on ${exactDate(preview.data.importedBefore.finishedAt)}`}. Everybody in it is known by now.`,
              way: { label: 'Open that import', href: paths.import(preview.data.importedBefore.Id) },
            },
          ]}
        />
      )}
      <Holds one={one} onChoose={(object) => change({ object })} />
      <DryRun one={one} preview={preview.data} stale={preview.isStale} />
      <section aria-label="Columns">
        <h2 className={classes['heading']}>Columns</h2>
        {preview.data === undefined && <GridSkeleton rows={8} />}
        {preview.data !== undefined && (
          <ColumnTable
            one={one}
            preview={preview.data}
            onMap={(column, field, by) =>
              change({ mapping: [by === undefined ? { column, field } : { column, field, by }] })
            }
          />
        )}
      </section>
      {preview.data !== undefined && one.object !== null && (
        <FileWords
          object={one.object}
          columns={preview.data.columns}
          values={one.options.values ?? {}}
          onChange={(values) => change({ options: { values } })}
        />
      )}
      <MeetingChoices one={one} onChange={(options) => change({ options })} />
      {one.object !== null && <LinkChoices one={one} object={one.object} onChange={(options) => change({ options })} />}
      <LayoutChoices one={one} onChange={(options) => change({ options })} />
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Cancel this import?"
        consequences={['Nothing was written. The file is put away.']}
        verb="Cancel import"
        grave={false}
        onConfirm={async () => {
          await act.mutateAsync('cancel')
          go(paths.imports)
        }}
      />
    </>
  )
}

function factsOf({ byteSize, layout }: ImportRow, preview: Preview | undefined): string {
  const rows =
    preview?.counts === null || preview === undefined
      ? ''
      : preview.isWholeFile
        ? `${formatNumber(preview.counts.read)} rows, `
        : `more than ${formatNumber(preview.tried)} rows, `
  return `${sizeOf(byteSize)}, ${rows}${layout.columns} ${layout.columns === 1 ? 'column' : 'columns'}. Nothing is written yet.`
}

function Holds({ one, onChoose }: { one: ImportRow; onChoose: (object: string) => void }) {
  const { may } = useSession()
  const guess = one.guesses.find(({ object }) => object === one.object)
  const choices = importable.filter((object) => may[object]?.create === true)
  return (
    <div className={classes['holds']}>
      <Select
        label="This file holds"
        placeholder="Choose what it holds"
        allowDeselect={false}
        value={one.object}
        data={choices.map((object) => ({
          value: object,
          label: pluralOf(object).replace(/^./, (letter) => letter.toUpperCase()),
        }))}
        onChange={(object) => object !== null && object !== one.object && onChoose(object)}
      />
      <p className={classes['faint']}>{guess?.reason ?? (one.object === null ? 'Its columns do not tell.' : '')}</p>
    </div>
  )
}

function DryRun({ one, preview, stale }: { one: ImportRow; preview: Preview | undefined; stale: boolean }) {
  if (preview === undefined || preview.counts === null) return null
  const problems = preview.problems.filter(({ kind }) => kind !== 'noted')
  return (
    <section
      aria-label="What would happen"
      aria-busy={stale}
      className={classes['dryRun']}
      data-stale={stale || undefined}
    >
      <h2 className={classes['heading']}>
        What would happen{' '}
        <span className={classes['faint']}>
          {preview.isWholeFile
            ? `all ${formatNumber(preview.tried)} rows tried, nothing kept`
            : `the first ${formatNumber(preview.tried)} rows tried, nothing kept`}
        </span>
      </h2>
      <Figures counts={preview.counts} object={one.object} wouldBe />
      {problems.length > 0 && (
        <ul className={classes['problems']}>
          {problems.slice(0, 8).map((problem) => (
            <li key={problem.reason}>
              <span className={classes['problemCount']}>
                {formatNumber(problem.rows)} {problem.rows === 1 ? 'row' : 'rows'}
              </span>
              <span>
                {problem.reason}{' '}
                <span className={classes['faint']}>
                  {problem.rows === 1 ? 'Line' : 'First in line'} {formatNumber(problem.firstLine)}.
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {preview.notes.length > 0 && (
        <ul className={classes['notes']}>
          {preview.notes.map((note) => (
            <li key={note.sentence}>
              {note.sentence}{' '}
              <span className={classes['faint']}>
                {formatNumber(note.rows)} {note.rows === 1 ? 'row' : 'rows'}
              </span>
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <p className={classes['faint']}>
          You can import all the same: these rows are left out and come back in a file with the reason.{' '}
          <Link to={paths.newImport} className={classes['inText']}>
            Or take a mended file
          </Link>
          .
        </p>
      )}
    </section>
  )
}
