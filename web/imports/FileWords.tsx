import { Button, Select } from '@mantine/core'
import { useObject } from '../api/describe.ts'
import { formatNumber } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import type { ColumnPreview, ColumnWord, ImportOptions } from './importRow.ts'
import classes from './Import.module.css'

type Values = NonNullable<ImportOptions['values']>
type FileWord = ColumnWord & Readonly<{ column: ColumnPreview }>

/** The file's own words for values of our lists, and what each is read as; every one can be told otherwise. */
export function FileWords({
  object,
  columns,
  values,
  onChange,
}: Readonly<{
  object: string
  columns: readonly ColumnPreview[]
  values: Values
  onChange: (values: Values) => void
}>) {
  const shape = useObject(object)
  const words = columns.flatMap((column) => column.words.map((word): FileWord => ({ ...word, column })))
  if (words.length === 0) return null
  const suggested = words.filter(({ isListed, suggestion }) => !isListed && suggestion !== null)
  const mean = (meanings: readonly (readonly [FileWord, string])[]) => {
    const next: Record<string, Readonly<Record<string, string>>> = { ...values }
    for (const [{ column, word }, value] of meanings) next[column.column] = { ...next[column.column], [word]: value }
    onChange(next)
  }
  return (
    <section aria-label="Words of the file">
      <h2 className={classes['heading']}>
        Words of the file{' '}
        <span className={classes['faint']}>
          {formatNumber(words.length)} {words.length === 1 ? 'word is' : 'words are'} not on our lists
        </span>
      </h2>
      <PlainTable
        label="Words of the file"
        rows={words}
        keyOf={({ column, word }) => `${column.column} ${word}`}
        columns={[
          {
            head: 'Word in the file',
            width: '34%',
            render: ({ column, word, rows }) => (
              <TwoLines
                first={word}
                second={`${column.column}, ${formatNumber(rows)} ${rows === 1 ? 'row' : 'rows'} of the first`}
              />
            ),
          },
          {
            head: 'Means',
            width: '260px',
            render: (word) => (
              <Select
                aria-label={`What ${word.word} means`}
                searchable
                allowDeselect={false}
                placeholder="Choose a value"
                nothingFoundMessage="No such value"
                value={word.value}
                data={choicesFor(word, shape.fieldNamed.get(word.column.field ?? '')?.picklist ?? [])}
                onChange={(value) => value !== null && value !== word.value && mean([[word, value]])}
              />
            ),
          },
          { head: 'Why', render: (word) => <Why word={word} values={values} /> },
        ]}
      />
      {suggested.length > 1 && (
        <Button
          mt={12}
          variant="default"
          onClick={() => mean(suggested.map((word) => [word, word.suggestion ?? word.word] as const))}
        >
          Take all {suggested.length} suggestions
        </Button>
      )}
    </section>
  )
}

function choicesFor(
  { word, value, isListed, suggestion }: FileWord,
  listed: readonly { value: string; label: string }[],
) {
  const first = listed
    .filter((one) => one.value === suggestion)
    .map((one) => ({ ...one, label: `${one.label} (suggested)` }))
  const rest = listed.filter((one) => one.value !== suggestion).map(({ value: own, label }) => ({ value: own, label }))
  const asItIs = value !== null && !isListed ? [{ value, label: `${word}, as a new word` }] : []
  return [...first, ...asItIs, ...rest]
}

function Why({ word: { word, value, isListed, suggestion, column }, values }: { word: FileWord; values: Values }) {
  if (values[column.column]?.[word] !== undefined) return <span className={classes['why']}>You chose it.</span>
  if (isListed) return <span className={classes['why']}>Other systems call it so.</span>
  return (
    <span className={classes['why']}>
      <StateMark state="overdue" label="Please check" />
      <span>
        {value === null ? 'It cannot be read; its rows would wait.' : 'It would be kept as it is.'}
        {suggestion !== null && ` It might mean ${suggestion}.`}
      </span>
    </span>
  )
}
