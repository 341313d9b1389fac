import { useId } from 'react'
import classes from './OutcomeForm.module.css'

type Choice = Readonly<{ value: string; label: string }>

/** One of a few, as chips that arrows move between; with `many`, any number of them. */
export function ChoiceChips({
  legend,
  choices,
  chosen,
  onChoose,
  many = false,
  error,
  autoFocus = false,
}: Readonly<{
  legend: string
  choices: readonly Choice[]
  chosen: readonly string[]
  onChoose: (value: string) => void
  many?: boolean
  error?: string | undefined
  autoFocus?: boolean
}>) {
  const name = useId()
  return (
    <fieldset className={classes['choices']} aria-describedby={error === undefined ? undefined : `${name}-error`}>
      <legend className={classes['legend']}>{legend}</legend>
      <div className={classes['chips']}>
        {choices.map(({ value, label }, at) => (
          <label key={value} className={classes['chip']}>
            <input
              type={many ? 'checkbox' : 'radio'}
              name={name}
              checked={chosen.includes(value)}
              autoFocus={autoFocus && (chosen.length === 0 ? at === 0 : chosen.includes(value))}
              onChange={() => onChoose(value)}
            />
            {label}
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p id={`${name}-error`} className={classes['error']}>
          {error}
        </p>
      )}
    </fieldset>
  )
}
