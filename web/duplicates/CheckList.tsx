import { Button, NumberInput, Progress, SegmentedControl, Select, Textarea } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconDownload, IconFileSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { encodings } from '../../shared/encodings.ts'
import { api } from '../api/client.ts'
import { collectionOf } from '../api/objects.ts'
import type { Page, RecordRow } from '../api/recordRow.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { nameOf } from '../ui/fields.ts'
import { RecordLink } from '../ui/Link.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { type RowMarks, rowMarks } from '../ui/rowMarks.ts'
import { isMatchable, type Matchable } from './duplicates.ts'
import { Facts } from './Facts.tsx'
import { type Checked, checkList, type ListPair, pairsFile } from './listApi.ts'
import { percentOf, sureness } from './runsApi.ts'
import classes from './Runs.module.css'
import drop from '../imports/Import.module.css'

const targets = [
  { value: 'itself', label: 'Itself' },
  { value: 'Lead', label: 'Leads' },
  { value: 'Contact', label: 'Contacts' },
  { value: 'Account', label: 'Accounts' },
] as const

const SHOWN = 200
const FOUND = 'found'

/** Who stands in a list twice, or is known already: looked at and forgotten, nothing is stored. */
export function CheckList() {
  usePlace({ title: 'Check a list', up: { label: 'Likely duplicates', to: paths.duplicates } })
  const [target, setTarget] = useState<string>('itself')
  const [least, setLeast] = useState(0.9)
  const [letters, setLetters] = useState(FOUND)
  const [pasted, setPasted] = useState('')
  const [checked, setChecked] = useState<Checked>()
  const [error, setError] = useState<unknown>()
  const working = useRef<AbortController>(undefined)
  const [isWorking, setIsWorking] = useState(false)
  useEffect(() => () => working.current?.abort(), [])
  const against: Matchable | undefined = isMatchable(target) ? target : undefined
  const check = async (content: Blob, name: string, encoding?: string) => {
    working.current?.abort()
    const own = new AbortController()
    working.current = own
    setIsWorking(true)
    setError(undefined)
    setChecked(undefined)
    try {
      await checkList({ content, name, against, least, encoding }, setChecked, own.signal)
    } catch (refused) {
      if (!own.signal.aborted) setError(refused)
    } finally {
      if (working.current === own) setIsWorking(false)
    }
  }
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Check a list</h1>
            <p className={page['headline']}>
              Who stands in it twice, or is known here already. It is looked at and forgotten: nothing is stored.
            </p>
          </div>
        </header>
        <div className={classes['choices']}>
          <div className={classes['labelled']}>
            <span aria-hidden>Compare with</span>
            <SegmentedControl aria-label="Compare with" value={target} onChange={setTarget} data={[...targets]} />
          </div>
          <NumberInput
            label="At least so likely"
            value={Math.round(least * 100)}
            onChange={(value) => setLeast(Math.min(100, Math.max(0, Number(value) || 0)) / 100)}
            min={0}
            max={100}
            suffix=" %"
            w={140}
          />
          <Select
            label="Letters of the file"
            allowDeselect={false}
            searchable
            value={letters}
            onChange={(chosen) => setLetters(chosen ?? FOUND)}
            data={[
              { value: FOUND, label: 'Found by itself' },
              ...encodings.map(({ name, label }) => ({ value: name, label })),
            ]}
            w={240}
          />
        </div>
        <Dropzone
          onDrop={(files: readonly File[]) => {
            const [file] = files
            if (file !== undefined) void check(file, file.name, letters === FOUND ? undefined : letters)
          }}
          multiple={false}
          disabled={isWorking}
          className={drop['drop'] ?? ''}
          aria-label="Choose a list to check"
          inputProps={{ 'aria-label': 'List to check' }}
        >
          <div className={drop['dropInside']}>
            <IconFileSearch size={28} stroke={1.4} aria-hidden />
            <p className={drop['dropTitle']}>Drop a CSV file or spreadsheet here, or choose one</p>
            <p className={classes['faint']}>
              People or organisations; any column names, delimiter and encoding. Of a spreadsheet the first sheet with
              rows.
            </p>
          </div>
        </Dropzone>
        <div className={classes['paste']}>
          <Textarea
            label="Or paste rows, with a line of column names"
            placeholder={'name,town,phone\nMira Holt,Kiel,0431 123456'}
            value={pasted}
            onChange={(event) => setPasted(event.currentTarget.value)}
            minRows={4}
            autosize
            maxRows={12}
          />
          <Button
            mt={8}
            variant="default"
            disabled={pasted.trim() === ''}
            loading={isWorking}
            onClick={() => void check(new Blob([pasted]), 'What you pasted')}
          >
            Check pasted rows
          </Button>
        </div>
        <RefusalNotice error={error} />
        {checked !== undefined && <Result checked={checked} against={against} isWorking={isWorking} />}
      </div>
    </div>
  )
}

function Result({
  checked,
  against,
  isWorking,
}: Readonly<{ checked: Checked; against: Matchable | undefined; isWorking: boolean }>) {
  const { pairs, columns, rows, stored, unread = 0, firstUnread, encoding = '', texts, isDone } = checked
  const section = useRef<HTMLElement>(null)
  // On a phone it begins below what is seen.
  useEffect(() => {
    if (isDone) section.current?.scrollIntoView({ block: 'nearest' })
  }, [isDone])
  const compared = `${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'}`
  const words = `${formatNumber(pairs.length)} ${against === undefined ? (pairs.length === 1 ? 'pair' : 'pairs') : pairs.length === 1 ? 'match' : 'matches'}`
  return (
    <section ref={section} className={classes['section']} aria-label="What was found">
      {isWorking && (
        <Progress value={checked.share * 100} size={6} radius={3} aria-label={`${percentOf(checked.share)} done`} />
      )}
      <p className={classes['answer']} aria-live="polite">
        {isDone
          ? stored === undefined
            ? `${words} among ${compared}.`
            : `${words}: ${compared} compared with ${formatNumber(stored)} stored.`
          : rows === 0
            ? 'The list is being read.'
            : `Checking ${compared}; ${words} so far.`}
      </p>
      <PassedOver keys={checked.passedOver ?? 0} />
      {unread > 0 && (
        <p className={classes['faint']}>
          {unread === 1 ? 'One row' : `${formatNumber(unread)} rows`} could not be read and{' '}
          {unread === 1 ? 'was' : 'were'} left out. The first is in line {firstUnread?.line}: {firstUnread?.why}
        </p>
      )}
      {encoding !== '' && !encoding.startsWith('Every letter') && <p className={classes['faint']}>{encoding}</p>}
      <ul className={classes['columns']} aria-label="What the columns are taken for">
        {columns.map(({ column, meaning, reason }) => (
          <li key={column} title={reason}>
            {column} <span>→ {meaningWords[meaning] ?? meaning}</span>
          </li>
        ))}
      </ul>
      {pairs.length > 0 && (
        <>
          <Button
            style={{ justifySelf: 'start' }}
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            onClick={() => download(pairs)}
          >
            Download pairs.csv
          </Button>
          <Pairs pairs={pairs.slice(0, SHOWN)} against={against} texts={texts ?? {}} />
          {pairs.length > SHOWN && (
            <p className={classes['faint']}>
              The first {SHOWN} are shown; the file holds all {formatNumber(pairs.length)}.
            </p>
          )}
        </>
      )}
    </section>
  )
}

function PassedOver({ keys }: Readonly<{ keys: number }>) {
  if (keys === 0) return null
  return (
    <p className={classes['faint']}>
      {keys === 1 ? 'One trait is' : `${formatNumber(keys)} traits are`} shared by so many rows, such as a switchboard’s
      number, that not all of those rows were compared for it. Rows that have nothing else in common may be missing.
    </p>
  )
}

const meaningWords: Readonly<Record<string, string>> = {
  firstName: 'first name',
  lastName: 'last name',
  fullName: 'full name',
  restOfName: 'middle names and titles',
  mobilePhone: 'mobile',
  postalCode: 'postal code',
  birthdate: 'birth date',
  streetNumber: 'house number',
  streetMore: 'street',
  other: 'compared as text',
  nothing: 'left out',
}

function Pairs({
  pairs,
  against,
  texts,
}: Readonly<{
  pairs: readonly ListPair[]
  against: Matchable | undefined
  texts: Readonly<Record<string, string>>
}>) {
  const row = (number: string) => <TwoLines first={texts[number] ?? ''} second={`row ${number}`} />
  return (
    <PlainTable
      label="Pairs"
      rows={pairs}
      keyOf={({ left, right }) => `${left} ${right}`}
      columns={[
        { head: 'In the list', width: '30%', render: ({ left }) => row(left) },
        {
          head: against === undefined ? 'And again' : 'Known here as',
          width: '30%',
          render: ({ right }) => (against === undefined ? row(right) : <Known object={against} id={right} />),
        },
        { head: 'Likely', align: 'end', width: '90px', render: ({ probability }) => sureness(probability) },
        { head: 'Why', render: ({ reasons }) => reasons.join(' · ') },
      ]}
    />
  )
}

const storedOf = (object: Matchable) =>
  rowMarks<RecordRow>(100, async (ids) => {
    const filter = { field: 'Id', op: 'in', value: ids }
    const { records } = await api.get<Page>(collectionOf(object), { query: { filter, limit: ids.length } })
    return new Map(records.map((record) => [record.Id, record]))
  })
const stored: Readonly<Record<Matchable, RowMarks<RecordRow>>> = {
  Lead: storedOf('Lead'),
  Contact: storedOf('Contact'),
  Account: storedOf('Account'),
}

/** A stored record by its name, with what tells it apart. */
function Known({ object, id }: Readonly<{ object: Matchable; id: string }>) {
  const record = stored[object].useMark(id)
  return (
    <div>
      <RecordLink id={id} name={record === undefined ? '…' : nameOf(record)} objectName={object} />
      {record !== undefined && <Facts record={record} />}
    </div>
  )
}

function download(pairs: readonly ListPair[]): void {
  const address = URL.createObjectURL(pairsFile(pairs))
  const link = Object.assign(document.createElement('a'), { href: address, download: 'pairs.csv' })
  link.click()
  URL.revokeObjectURL(address)
}
