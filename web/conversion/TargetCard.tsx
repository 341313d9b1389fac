import { type ReactNode, useId } from 'react'
import type { FieldNote } from './conversion.ts'
import classes from './Convert.module.css'
import { textOf } from '../ui/textOf.ts'

/** A column: what the lead becomes, as one choice of several. */
export function TargetColumn({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes['column']}>
      <legend className={classes['title']}>{title}</legend>
      {children}
    </fieldset>
  )
}

/** One choice of a column; what choosing it means shows once it is chosen. */
export function TargetCard({
  group,
  title,
  aside,
  why,
  chosen,
  onChoose,
  children,
}: Readonly<{
  group: string
  title: string
  aside?: string | undefined
  why?: readonly string[]
  chosen: boolean
  onChoose: () => void
  children?: ReactNode
}>) {
  const id = useId()
  return (
    <div className={classes['card']} data-chosen={chosen || undefined}>
      <label className={classes['head']}>
        <input
          type="radio"
          name={group}
          checked={chosen}
          onChange={onChoose}
          aria-describedby={why === undefined ? undefined : id}
        />
        <span className={classes['name']}>{title}</span>
        {aside !== undefined && <span className={classes['aside']}>{aside}</span>}
      </label>
      {why !== undefined && why.length > 0 && (
        <p id={id} className={classes['why']}>
          {why.join(' · ')}
        </p>
      )}
      {chosen && children !== undefined && <div className={classes['body']}>{children}</div>}
    </div>
  )
}

/** What a record would get, and what it keeps although the lead says otherwise. */
export function Notes({ fills, stays }: { fills: readonly FieldNote[]; stays: readonly FieldNote[] }) {
  if (fills.length === 0 && stays.length === 0)
    return <p className={classes['note']}>Nothing is filled and nothing differs.</p>
  return (
    <>
      {fills.length > 0 && (
        <Facts title="Fills the blanks" facts={fills.map(({ label, leadValue }) => [label, text(leadValue)])} />
      )}
      {stays.length > 0 && (
        <Facts
          title="Stays as it is"
          facts={stays.map(({ label, value, leadValue }) => [
            label,
            `${text(value)} (the lead says ${text(leadValue)})`,
          ])}
        />
      )}
    </>
  )
}

export function Facts({ title, facts }: { title: string; facts: readonly (readonly [string, string])[] }) {
  return (
    <>
      <p className={classes['factsTitle']}>{title}</p>
      <dl className={classes['facts']}>
        {facts.map(([label, value]) => (
          <div key={label} className={classes['fact']}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

export const text = (value: unknown): string =>
  value === true
    ? 'yes'
    : value === false
      ? 'no'
      : value === null || value === undefined || value === ''
        ? 'empty'
        : textOf(value)

export const likely = (probability: number): string => `${Math.min(99, Math.round(probability * 100))} % likely`
