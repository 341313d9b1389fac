import { Button } from '@mantine/core'
import { useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { FieldView } from '../ui/FieldView.tsx'
import { nameOf } from '../ui/fields.ts'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import classes from './Merge.module.css'
import { type Choices, differs, isBlankUnit, resultOf, sourceOf, type Unit, writtenOf } from './merging.ts'
import { textOf } from '../ui/textOf.ts'

type MergeTableProps = Readonly<{
  units: readonly Unit[]
  records: readonly RecordRow[]
  masterId: string
  choices: Choices
  onMaster: (id: string) => void
  onChoose: (unit: string, id: string) => void
}>

/** A column per record, a row per difference, the chosen cell marked, and the result live at the right. */
export function MergeTable(props: MergeTableProps) {
  const { units, records, masterId, choices, onMaster } = props
  const [unfolded, setUnfolded] = useState(false)
  const differing = units.filter((unit) => differs(unit, records))
  const alike = units.filter(
    (unit) => !differing.includes(unit) && records.some((record) => !isBlankUnit(unit, record)),
  )
  const result = resultOf(units, records, masterId, choices)
  return (
    <div className={classes['scroll']}>
      <table className={classes['table']} style={{ '--columns': records.length }}>
        <thead>
          <tr>
            <th scope="col" className={classes['label']}>
              <span className={classes['hidden']}>Field</span>
            </th>
            {records.map((record, at) => (
              <th
                key={record.Id}
                scope="col"
                className={classes['record']}
                data-master={record.Id === masterId || undefined}
              >
                <label className={classes['master']}>
                  <input
                    type="radio"
                    name="master"
                    checked={record.Id === masterId}
                    onChange={() => onMaster(record.Id)}
                  />
                  <span className={classes['name']}>{nameOf(record)}</span>
                  {at < 9 && <kbd>{at + 1}</kbd>}
                  <span className={classes['whose']} aria-hidden>
                    {at + 1}
                  </span>
                </label>
                <span className={classes['since']}>
                  {record.Id === masterId ? 'Stays, the master' : 'Goes'} · since{' '}
                  <RelativeDate value={record['CreatedDate']} />
                </span>
              </th>
            ))}
            <th scope="col" className={classes['result']}>
              <span className={classes['name']}>Result</span>
              <span className={classes['since']}>
                since <RelativeDate value={oldest(records)} />, as the oldest
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {differing.map((unit) => (
            <UnitRow key={unit.key} {...props} unit={unit} result={result} />
          ))}
          {differing.length === 0 && (
            <tr>
              <td colSpan={records.length + 2} className={classes['none']}>
                These records do not differ in anything that can be chosen.
              </td>
            </tr>
          )}
        </tbody>
        {unfolded && (
          <tbody>
            {alike.map((unit) => (
              <UnitRow key={unit.key} {...props} unit={unit} result={result} />
            ))}
          </tbody>
        )}
      </table>
      {alike.length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => setUnfolded(!unfolded)}
          aria-expanded={unfolded}
        >
          {unfolded ? 'Fold' : 'Show'} {alike.length} {alike.length === 1 ? 'field' : 'fields'} in which they agree
        </Button>
      )}
    </div>
  )
}

function UnitRow({
  unit,
  records,
  masterId,
  choices,
  onChoose,
  result,
}: MergeTableProps & Readonly<{ unit: Unit; result: RecordRow }>) {
  const source = sourceOf(unit, records, masterId, choices)
  const fixed = unit.sticky || !differs(unit, records)
  const repeating = repeatingIn(unit, records, source)
  return (
    <tr role="radiogroup" aria-label={unit.label} className={classes['row']}>
      <th scope="row" className={classes['label']}>
        {unit.label}
        {unit.sticky && <span className={classes['rule']}>Any opt-out survives</span>}
      </th>
      {records.map((record, at) => (
        <td
          key={record.Id}
          className={classes['cell']}
          data-chosen={(!fixed && record.Id === source) || undefined}
          data-repeats={repeating.has(record.Id) || undefined}
        >
          {fixed ? (
            <span className={classes['value']}>
              <UnitView unit={unit} record={record} />
            </span>
          ) : (
            <label className={classes['choice']}>
              <input
                type="radio"
                name={unit.key}
                checked={record.Id === source}
                onChange={() => onChoose(unit.key, record.Id)}
                aria-label={`${unit.label} of ${nameOf(record)}`}
              />
              <span className={classes['value']}>
                <UnitView unit={unit} record={record} />
              </span>
              <span className={classes['whose']} aria-hidden>
                {at + 1}
              </span>
            </label>
          )}
        </td>
      ))}
      <td className={classes['result']}>
        <span className={classes['value']}>
          <UnitView unit={unit} record={result} />
        </span>
      </td>
    </tr>
  )
}

/** When the first of them was created: the result keeps that date. */
const oldest = (records: readonly RecordRow[]): unknown =>
  records
    .map((record) => record['CreatedDate'])
    .toSorted((one, other) => textOf(one).localeCompare(textOf(other)))
    .at(0)

/** Records that say of a unit what another says as well, all but one of each value: the source, or the first. */
function repeatingIn(unit: Unit, records: readonly RecordRow[], source: string): ReadonlySet<string> {
  const shownOf = new Map<string, string>()
  for (const record of records) {
    const value = writtenOf(unit, record)
    if (!shownOf.has(value) || record.Id === source) shownOf.set(value, record.Id)
  }
  const shown = new Set(shownOf.values())
  return new Set(records.flatMap(({ Id }) => (shown.has(Id) ? [] : [Id])))
}

function UnitView({ unit, record }: { unit: Unit; record: RecordRow }) {
  const isYesOrNo = unit.fields[0]?.type === 'boolean'
  if (isBlankUnit(unit, record)) return <span className={classes['blank']}>{isYesOrNo ? 'No' : 'empty'}</span>
  if (isYesOrNo) return 'Yes'
  const filled = unit.fields.filter(
    (field) => record[field.name] !== null && record[field.name] !== undefined && record[field.name] !== '',
  )
  return filled.map((field) => (
    <span key={field.name} className={classes['part']}>
      <FieldView field={field} record={record} plain />
    </span>
  ))
}
