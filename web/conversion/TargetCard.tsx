import { type ReactNode, useId } from 'react'
import classes from './Convert.module.css'

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

export const likely = (probability: number): string => `${Math.min(99, Math.round(probability * 100))} % likely`
