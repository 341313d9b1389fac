import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { apiAddress } from '../api/client.ts'
import { paths } from '../paths.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { Link, TextLink } from '../ui/Link.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { toast } from '../ui/toast.tsx'
import { useAct } from './importApi.ts'
import { Figures } from './Figures.tsx'
import { counted, type ImportRow, isAtWork } from './importRow.ts'
import classes from './Import.module.css'

/** What became of the rows, and what can be done with them. */
export function Result({ one }: { one: ImportRow }) {
  const act = useAct(one.Id)
  const [asking, setAsking] = useState(false)
  const { counts } = one
  const toMend = counts.refused + counts.skipped - one.mended
  const list = one.object === null ? undefined : paths.list(one.object)
  const changed = counts.updated + counts.known
  const open = list !== undefined && counts.created > 0 && one.state !== 'undone'
  return (
    <>
      {one.state === 'done' && <p className={classes['answer']}>{answerOf(one)}</p>}
      {one.state === 'undone' && (
        <p className={classes['answer']}>
          This import is undone: what it made is in the recycle bin, and what it changed has its old values, but where
          somebody changed them since. It had done this:
        </p>
      )}
      <Figures counts={counts} object={one.object} />
      {one.mended > 0 && (
        <p className={classes['faint']}>
          {formatNumber(one.mended)} {one.mended === 1 ? 'row that was refused came' : 'rows that were refused came'} in
          later, mended.
        </p>
      )}
      {one.mends !== null && (
        <p className={classes['faint']}>
          These are refused rows of an earlier import, mended.{' '}
          <TextLink to={paths.import(one.mends)}>Open that import</TextLink>
        </p>
      )}
      <div className={classes['acts']}>
        {open && (
          <Button
            component={Link}
            to={list}
            search={{ filter: { and: [{ field: 'ImportId', op: 'eq', value: one.Id }] } }}
          >
            Open {counted(counts.created, one.object)}
          </Button>
        )}
        {toMend > 0 && (
          <Button
            component="a"
            variant="default"
            href={apiAddress(`/imports/${one.Id}/errors`)}
            download
            leftSection={<IconDownload size={16} stroke={1.8} />}
          >
            Download {formatNumber(toMend)} {toMend === 1 ? 'row' : 'rows'} with the reason
          </Button>
        )}
        {!isAtWork(one.state) && (
          <Button component={Link} variant="default" to={paths.newImport}>
            Import another file
          </Button>
        )}
        {one.may.includes('undo') && (
          <Button variant="default" onClick={() => setAsking(true)}>
            Undo import
          </Button>
        )}
      </div>
      {one.notes.length > 0 && (
        <section aria-label="What was done besides">
          <h2 className={classes['heading']}>What was done besides</h2>
          <ul className={classes['notes']}>
            {one.notes.map((note) => (
              <li key={note.sentence}>
                <span>{note.sentence}</span>{' '}
                <span className={classes['faint']}>
                  {formatNumber(note.rows)} {note.rows === 1 ? 'row' : 'rows'}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Undo ${one.name}?`}
        consequences={[
          `${counted(counts.created, one.object)} ${counts.created === 1 ? 'goes' : 'go'} to the recycle bin.`,
          ...(changed > 0
            ? [
                `${formatNumber(changed)} ${changed === 1 ? 'record' : 'records'} we had before ${changed === 1 ? 'gets' : 'get'} the old values back, but where somebody changed them since.`,
              ]
            : []),
          ...(one.object === 'Lead'
            ? ['Leads this import converted are open again where nothing was built on them.']
            : []),
          'What has to stay is named in the error file, with the reason.',
        ]}
        verb="Undo import"
        onConfirm={async () => {
          await act.mutateAsync('undo')
          toast('The import is being undone. You can close this tab.')
        }}
      />
    </>
  )
}

function answerOf({ counts, object }: ImportRow): string {
  const parts = [
    counts.created > 0 ? `${counted(counts.created, object)} ${counts.created === 1 ? 'is' : 'are'} new` : '',
    counts.known > 0
      ? `${formatNumber(counts.known)} ${counts.known === 1 ? 'row was' : 'rows were'} people we knew, kept as inquiries`
      : '',
    counts.updated > 0
      ? `${formatNumber(counts.updated)} ${counts.updated === 1 ? 'record was' : 'records were'} brought up to date`
      : '',
    counts.skipped > 0
      ? `${formatNumber(counts.skipped)} ${counts.skipped === 1 ? 'row was' : 'rows were'} left out`
      : '',
    counts.refused > 0
      ? `${formatNumber(counts.refused)} ${counts.refused === 1 ? 'row needs' : 'rows need'} mending`
      : '',
  ].filter(Boolean)
  if (parts.length === 0) return 'The file held no rows.'
  return `${formatNumber(counts.read)} ${counts.read === 1 ? 'row' : 'rows'} read: ${parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`}.`
}
