import { Checkbox, Select } from '@mantine/core'
import { encodings } from '../../shared/encodings.ts'
import { timeZone } from '../ui/dates.ts'
import { delimiterChoices, delimiterWord, type ImportOptions, type ImportRow } from './importRow.ts'
import classes from './Import.module.css'

/** How the file is written; found by itself, changed where that went wrong. */
export function LayoutChoices({
  one,
  onChange,
}: Readonly<{ one: ImportRow; onChange: (options: ImportOptions) => void }>) {
  const { layout, options } = one
  const letters = encodings.map(({ name, label }) => ({ value: name, label }))
  const found = layout.encoding.toLowerCase()
  const known = letters.find(({ value }) => value === found)
  return (
    <section aria-label="How the file is written">
      <h2 className={classes['heading']}>How the file is written</h2>
      <p className={classes['faint']}>
        {layout.sheet === null
          ? `${known?.label ?? layout.encoding}, ${delimiterWord(layout.delimiter)} between cells`
          : `A spreadsheet with ${layout.sheets.length === 1 ? 'one sheet' : `${layout.sheets.length} sheets`}; '${layout.sheet}' is read`}
        , {layout.hasHeader ? 'column names in the first line' : 'no line of column names'}.{' '}
        {layout.sheet === null && layout.encodingReason}
      </p>
      <div className={classes['layout']}>
        {layout.sheet === null ? (
          <>
            <Select
              label="Letters"
              allowDeselect={false}
              searchable
              value={found}
              data={known === undefined ? [{ value: found, label: layout.encoding }, ...letters] : letters}
              onChange={(encoding) => encoding !== null && onChange({ encoding })}
            />
            <Select
              label="Between cells"
              allowDeselect={false}
              value={layout.delimiter}
              data={
                delimiterChoices.some(({ value }) => value === layout.delimiter)
                  ? delimiterChoices
                  : [...delimiterChoices, { value: layout.delimiter, label: layout.delimiter }]
              }
              onChange={(delimiter) => delimiter !== null && onChange({ delimiter })}
            />
          </>
        ) : (
          <Select
            label="Sheet"
            allowDeselect={false}
            value={layout.sheet}
            data={[...new Set(layout.sheets)]}
            onChange={(sheet) => sheet !== null && sheet !== layout.sheet && onChange({ sheet })}
          />
        )}
        <Select
          label="Dates such as 03/04"
          placeholder="As the columns tell"
          clearable
          value={options.order ?? null}
          data={[
            { value: 'dmy', label: '3 April (day first)' },
            { value: 'mdy', label: 'March 4 (month first)' },
          ]}
          onChange={(order) => order !== null && onChange({ order })}
        />
        <Select
          label="Numbers such as 1.500"
          placeholder="As the columns tell"
          clearable
          value={options.decimal ?? null}
          data={[
            { value: ',', label: 'One thousand five hundred' },
            { value: '.', label: 'One and a half' },
          ]}
          onChange={(decimal) => decimal !== null && onChange({ decimal })}
        />
        <Select
          label="Times without a zone"
          searchable
          allowDeselect={false}
          value={options.timeZone ?? 'UTC'}
          data={[...new Set(['UTC', timeZone(), ...Intl.supportedValuesOf('timeZone')])].map((value) => ({
            value,
            label: value.replaceAll('_', ' '),
          }))}
          onChange={(zone) => zone !== null && onChange({ timeZone: zone })}
        />
      </div>
      <Checkbox
        mt={12}
        label="The first line names the columns"
        checked={layout.hasHeader}
        onChange={(event) => onChange({ hasHeader: event.currentTarget.checked })}
      />
    </section>
  )
}
