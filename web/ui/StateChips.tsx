import { UnstyledButton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { bringIntoSight } from './bringIntoSight.ts'
import { type State, stateLook } from './states.ts'
import classes from './StateChips.module.css'

export type StateChip = Readonly<{ value: string; label: string; state?: State; count?: number; atLeast?: boolean }>

type StateChipsProps = Readonly<{
  chips: readonly StateChip[]
  /** The chosen value, '' for all. */
  chosen: string
  onChoose: (value: string) => void
  label: string
  /** Inside a page, where there is room below: in several lines rather than out of sight. */
  wraps?: boolean
}>

/** States with their counts, above a list; choosing one filters it. Counts beyond 10,000 read '10,000+'. */
export function StateChips({ chips, chosen, onChoose, label, wraps }: StateChipsProps) {
  return (
    <div className={classes['chips']} data-wraps={wraps} role="group" aria-label={label}>
      {chips.map((chip) => (
        <Chip key={chip.value} chip={chip} pressed={chip.value === chosen} onChoose={onChoose} />
      ))}
    </div>
  )
}

function Chip({ chip, pressed, onChoose }: { chip: StateChip; pressed: boolean; onChoose: (value: string) => void }) {
  const look = chip.state === undefined ? undefined : stateLook[chip.state]
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const [shown, row] = [button.current, button.current?.parentElement]
    if (pressed && shown && row) bringIntoSight(shown, row)
    // oxlint-disable-next-line react/exhaustive-deps -- The counts come later, and make the chips wider.
  }, [pressed, chip.count])
  return (
    <UnstyledButton
      ref={button}
      className={classes['chip']}
      aria-pressed={pressed}
      style={{ '--state': look?.colour }}
      onClick={() => onChoose(pressed ? '' : chip.value)}
    >
      {look !== undefined && <look.icon size={14} stroke={2} aria-hidden className={classes['icon']} />}
      {chip.label}
      {chip.count !== undefined && (
        <span className={classes['count']}>
          {chip.count.toLocaleString('en')}
          {chip.atLeast === true && '+'}
        </span>
      )}
    </UnstyledButton>
  )
}
