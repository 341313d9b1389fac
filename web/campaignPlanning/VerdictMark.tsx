import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import type { Verdict } from './planning.ts'
import classes from './Plan.module.css'

const look = {
  met: { word: 'Outcome met', icon: IconCircleCheck },
  not_met: { word: 'Outcome not met', icon: IconCircleX },
  open: { word: 'Outcome open', icon: IconCircleDashed },
} as const

/** Whether a success outcome was met: icon, word and colour. */
export function VerdictMark({ verdict, short = false }: { verdict: Verdict; short?: boolean }) {
  const { word, icon: Icon } = look[verdict]
  return (
    <span className={classes['verdict']} data-verdict={verdict} title={word}>
      <Icon size={14} stroke={2} aria-hidden />
      <span className={short ? classes['unseen'] : ''}>{word}</span>
    </span>
  )
}
