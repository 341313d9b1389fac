import { Button } from '@mantine/core'
import { IconBook2, IconHandStop } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { findTerm } from '../../shared/glossary.ts'
import { type Problem, problemsOf } from '../api/errors.ts'
import { openGlossary } from '../shell/help.ts'
import { paths } from '../paths.ts'
import { Link } from './Link.tsx'
import classes from './RefusalNotice.module.css'

type RefusalNoticeProps = Readonly<{
  /** What was thrown; or the problems themselves, when some already stand at their fields. */
  error?: unknown
  problems?: readonly Problem[]
  /** The glossary's key of the word this is about: adds 'What is vetting?'. */
  term?: string
  /** What a way on does that is an act of this page and no address: 'record_timeline'. */
  onWay?: (action: string) => void
  /** Further ways on, beside the one the server names. */
  actions?: ReactNode
}>

/** A refusal on the page: the rule, the reason, and the way on with its button. Renders nothing without a problem. */
export function RefusalNotice({ error, problems, term, onWay, actions }: RefusalNoticeProps) {
  const all = problems ?? (error === undefined || error === null ? [] : problemsOf(error))
  if (all.length === 0) return null
  const word = findTerm(term ?? '')
  return (
    <div className={classes['notice']} role="alert">
      <IconHandStop size={18} stroke={1.8} aria-hidden className={classes['icon']} />
      <div className={classes['body']}>
        {all.map((problem) => (
          <p key={problem.code + problem.message} className={classes['sentence']}>
            {problem.rule !== undefined && <strong>{problem.rule} </strong>}
            {problem.message}
          </p>
        ))}
        {all.some(isSignedOut) && (
          <p className={classes['sentence']}>What you typed stays here: send it again afterwards.</p>
        )}
        <div className={classes['ways']}>
          {all.map(
            (problem) => problem.way !== undefined && <Way key={problem.way.label} way={problem.way} onWay={onWay} />,
          )}
          {actions}
          {word !== undefined && (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconBook2 size={14} />}
              onClick={() => openGlossary(word.key)}
            >
              What is {word.word.toLowerCase()}?
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

const isSignedOut = ({ way }: Problem): boolean => way?.href === paths.signIn

function Way({ way, onWay }: { way: NonNullable<Problem['way']>; onWay: RefusalNoticeProps['onWay'] }) {
  const { label, href, action } = way
  if (action !== undefined && onWay !== undefined) {
    return (
      <Button size="compact-sm" variant="default" onClick={() => onWay(action)}>
        {label}
      </Button>
    )
  }
  if (href === undefined) return null
  // Leaving this page would lose what was typed into it.
  if (href === paths.signIn) {
    return (
      <Button component="a" href={href} target="_blank" rel="noopener" size="compact-sm" variant="default">
        {label} in another tab
      </Button>
    )
  }
  return (
    <Button component={Link} to={href} size="compact-sm" variant="default">
      {label}
    </Button>
  )
}
