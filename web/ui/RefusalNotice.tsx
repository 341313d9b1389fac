import { Button } from '@mantine/core'
import { IconBook2, IconHandStop } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { findTerm } from '../../shared/glossary.ts'
import { type Problem, problemsOf } from '../api/errors.ts'
import { openGlossary } from '../shell/help.ts'
import { Link } from './Link.tsx'
import classes from './RefusalNotice.module.css'

type RefusalNoticeProps = Readonly<{
  /** What was thrown; or the problems themselves, when some already stand at their fields. */
  error?: unknown
  problems?: readonly Problem[]
  /** Further ways on, beside the one the server names. */
  actions?: ReactNode
}>

/** A refusal on the page: the rule, the reason, and the way on with its button. Renders nothing without a problem. */
export function RefusalNotice({ error, problems, actions }: RefusalNoticeProps) {
  const all = problems ?? (error === undefined || error === null ? [] : problemsOf(error))
  if (all.length === 0) return null
  const ways = all.flatMap((problem) => (problem.way === undefined ? [] : [problem.way]))
  const rule = all.map((problem) => findTerm(problem.rule ?? '')).find((term) => term !== undefined)
  return (
    <div className={classes['notice']} role="alert">
      <IconHandStop size={18} stroke={1.8} aria-hidden className={classes['icon']} />
      <div className={classes['body']}>
        {all.map((problem) => (
          <p key={problem.code + problem.message} className={classes['sentence']}>
            {problem.rule !== undefined && findTerm(problem.rule) === undefined && <strong>{problem.rule} </strong>}
            {problem.message}
          </p>
        ))}
        {(ways.length > 0 || rule !== undefined || actions !== undefined) && (
          <div className={classes['ways']}>
            {ways.map((way) => (
              <Button key={way.href} component={Link} to={way.href} size="compact-sm" variant="default">
                {way.label}
              </Button>
            ))}
            {actions}
            {rule !== undefined && (
              <Button size="compact-sm" variant="subtle" leftSection={<IconBook2 size={14} />} onClick={() => openGlossary(rule.key)}>
                What is {rule.word}?
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  )
}
