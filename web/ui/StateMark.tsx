import { type State, stateLook } from './states.ts'
import classes from './StateMark.module.css'

/** A state as icon, word and colour. `label` says the org's own word for it; `tinted` puts it on its ground. */
export function StateMark({ state, label, tinted = false }: { state: State; label?: string; tinted?: boolean }) {
  const look = stateLook[state]
  return (
    <span
      className={classes['mark']}
      data-tinted={tinted || undefined}
      style={{ '--state': look.colour, '--state-tint': look.tint }}
    >
      <look.icon size={14} stroke={2} aria-hidden />
      <span className={classes['word']}>{label ?? look.word}</span>
    </span>
  )
}
