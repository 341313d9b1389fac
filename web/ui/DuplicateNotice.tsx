import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { ApiError, type Problem } from '../api/errors.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { paths } from '../paths.ts'
import classes from './DuplicateNotice.module.css'
import { nameOf } from './fields.ts'
import { Link } from './Link.tsx'

/** What the refusal of a duplicate rule brings along. */
type DuplicateFacts = Readonly<{
  rule: Readonly<{ Label: string }>
  action: 'alert' | 'block'
  maySave: boolean
  /** Others that look the same, and are not for this person's eyes. */
  hidden: number
  matches: readonly Readonly<{
    object: string
    record: RecordRow
    probability: number
    isCertain: boolean
    reasons: readonly string[]
  }>[]
}>

const SHOWN = 4

/** The problem a duplicate rule had with what was saved; undefined when it was another one. */
export const duplicateProblem = (error: unknown): Problem | undefined =>
  error instanceof ApiError ? error.problems.find(({ code }) => code === 'duplicates_detected') : undefined

/** Whom we know already, with the reasons, the way to open them, and saving anyway where the rule lets one. */
export function DuplicateNotice({
  error,
  verb,
  onSaveAnyway,
  onOpen,
  isSaving = false,
}: Readonly<{
  error: unknown
  /** What saving anyway is called: 'Create lead anyway'. */
  verb: string
  onSaveAnyway: () => void
  /** Called when somebody goes to a record we have. */
  onOpen?: () => void
  isSaving?: boolean
}>) {
  const problem = duplicateProblem(error)
  const notice = useRef<HTMLDivElement>(null)
  // Whoever saved from the foot of a long form must see why nothing was saved.
  useEffect(() => {
    if (error !== null && error !== undefined) notice.current?.scrollIntoView({ block: 'nearest' })
  }, [error])
  if (problem === undefined) return null
  // The API's own shape for this code.
  const { rule, action, maySave, matches, hidden } = problem.facts as DuplicateFacts
  const more = Math.max(0, matches.length - SHOWN)
  return (
    <div ref={notice} className={classes['notice']} role="alert" data-action={action}>
      <IconCopy size={18} stroke={1.8} aria-hidden className={classes['icon']} />
      <div className={classes['body']}>
        <p className={classes['sentence']}>{problem.message}</p>
        <ul className={classes['matches']}>
          {matches.slice(0, SHOWN).map(({ object, record, isCertain, probability, reasons }, at) => (
            <li key={record.Id} className={classes['match']}>
              <span className={classes['name']}>
                <Link
                  to={paths.record(record.Id, object) ?? paths.home}
                  {...(onOpen === undefined ? {} : { onClick: onOpen })}
                  className={classes['open']}
                >
                  Open {nameOf(record)}
                </Link>
                <span className={classes['kind']}>
                  {object} · {isCertain ? 'Certain' : `${Math.min(99, Math.round(probability * 100))} % likely`}
                </span>
              </span>
              {/* Of the first the sentence above says them. */}
              {at > 0 && <span className={classes['reasons']}>{reasons.join(' · ')}</span>}
            </li>
          ))}
        </ul>
        {more > 0 && <p className={classes['reasons']}>and {more} more</p>}
        {hidden > 0 && matches.length > 0 && (
          <p className={classes['reasons']}>
            and {hidden} that you may not see; an administrator can tell who has them
          </p>
        )}
        <div className={classes['ways']}>
          {maySave && (
            <Button size="compact-sm" variant="default" loading={isSaving} onClick={onSaveAnyway}>
              {verb}
            </Button>
          )}
          <span className={classes['rule']}>
            {maySave ? `Rule: ${rule.Label}` : `The rule '${rule.Label}' lets nobody in your role save it.`}
          </span>
        </div>
      </div>
    </div>
  )
}
