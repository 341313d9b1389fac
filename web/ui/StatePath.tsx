import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { bringIntoSight } from './bringIntoSight.ts'
import { type State, stateLook } from './states.ts'
import { WithReason } from './WithReason.tsx'
import classes from './StatePath.module.css'

export type PathStep = Readonly<{ value: string; label: string; state: State }>

/**
 * The way a record goes, with where it stands: the five states of a lead, the stages of an opportunity.
 * With `onChoose`, steps are buttons; `reasonAgainst` greys a step and says why on hover and focus.
 */
export function StatePath({
  steps,
  current,
  onChoose,
  reasonAgainst,
  label,
  branches = false,
}: Readonly<{
  steps: readonly PathStep[]
  current: string
  label: string
  onChoose?: (value: string) => void
  reasonAgainst?: (value: string) => string | undefined
  /** The steps are no line: where it stands does not mean that it went through those before. */
  branches?: boolean
}>) {
  const at = steps.findIndex((step) => step.value === current)
  const path = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const here = path.current?.children[at]
    if (path.current && here instanceof HTMLElement) bringIntoSight(here, path.current)
  }, [at])
  const place = (index: number): StepPlace => (branches && index < at ? 'after' : placeOf(index, at))
  return (
    <ol className={classes['path']} aria-label={label} ref={path}>
      {steps.map((step, index) => (
        <li
          key={step.value}
          className={classes['step']}
          data-place={place(index)}
          style={{ '--state': stateLook[step.state].colour, '--state-tint': stateLook[step.state].tint }}
        >
          <Step step={step} place={place(index)} onChoose={onChoose} reason={reasonAgainst?.(step.value)} />
        </li>
      ))}
    </ol>
  )
}

type StepPlace = 'before' | 'here' | 'after'
const placeOf = (index: number, at: number): StepPlace => (index === at ? 'here' : index < at ? 'before' : 'after')

function Step({
  step,
  place,
  onChoose,
  reason,
}: Readonly<{
  step: PathStep
  place: StepPlace
  onChoose: ((value: string) => void) | undefined
  reason: string | undefined
}>) {
  const Icon = place === 'before' ? IconCheck : stateLook[step.state].icon
  const words = (
    <>
      <Icon size={14} stroke={2} aria-hidden />
      <span>{step.label}</span>
    </>
  )
  if (onChoose === undefined || place === 'here') {
    return (
      <span className={classes['face']} aria-current={place === 'here' ? 'step' : undefined}>
        {words}
      </span>
    )
  }
  return (
    <WithReason reason={reason}>
      <button
        type="button"
        className={classes['face']}
        aria-disabled={reason !== undefined}
        onClick={() => reason === undefined && onChoose(step.value)}
      >
        {words}
      </button>
    </WithReason>
  )
}
