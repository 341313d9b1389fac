import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { useCommands } from '../shell/commands.ts'
import { nameOf } from '../ui/fields.ts'
import { RecordLink, useGo } from '../ui/Link.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { Facts } from './Facts.tsx'
import { percent } from './DuplicatesPanel.tsx'
import { type Match, type Matchable, useDecide, type Verdict } from './duplicates.ts'
import { reasonAgainstMerge } from './mayMerge.ts'
import type { Group } from './group.ts'
import classes from './Review.module.css'

type Decisions = Readonly<Record<string, Verdict>>
const pairOf = (group: Group, match: Match): string => `${group.record.Id} ${match.record.Id}`

/** The groups with the pair the keyboard is at; a decision moves on to the next pair. */
export function ReviewGroups({ objectName, groups }: { objectName: Matchable; groups: readonly Group[] }) {
  const session = useSession()
  const decide = useDecide(objectName)
  const go = useGo()
  const [at, setAt] = useState(0)
  const [decisions, setDecisions] = useState<Decisions>({})
  const pairs = groups.flatMap((group) => group.matches.map((match) => ({ group, match })))
  const current = pairs[Math.min(at, pairs.length - 1)]
  const reason = reasonAgainstMerge(session, objectName)
  const settle = (group: Group, match: Match, verdict: Verdict, settled?: () => void) => {
    const pair = pairOf(group, match)
    const place = pairs.findIndex((one) => pairOf(one.group, one.match) === pair)
    setDecisions((before) => ({ ...before, [pair]: verdict }))
    setAt(Math.min(place + 1, pairs.length - 1))
    // Each decision is told of by itself: a call's own handlers are dropped once the next key is pressed.
    decide.mutateAsync([{ left: group.record.Id, right: match.record.Id, verdict }]).then(settled, (refused: Error) => {
      setDecisions((before) => Object.fromEntries(Object.entries(before).filter(([one]) => one !== pair)))
      toastError(refused)
    })
  }
  const choose = (group: Group, match: Match, verdict: Verdict) => {
    const both = `${nameOf(group.record)} and ${nameOf(match.record)}`
    const takeBack = () => settle(group, match, 'unsure', () => toast(`${both} may be suggested again.`))
    settle(
      group,
      match,
      verdict,
      () => verdict === 'not_same' && toast(`${both} will not be suggested again.`, takeBack),
    )
  }
  const left = (group: Group): number =>
    1 + group.matches.filter((match) => decisions[pairOf(group, match)] !== 'not_same').length
  const reasonFor = (group: Group): string | undefined =>
    reason ?? (left(group) < 2 ? 'You said that they are not the same, so there is nothing to merge.' : undefined)
  const merge = (group: Group) => {
    const apart = new Set(
      group.matches.filter((match) => decisions[pairOf(group, match)] === 'not_same').map(({ record }) => record.Id),
    )
    const ids = [group.record, ...group.matches.map(({ record }) => record)]
      .map(({ Id }) => Id)
      .filter((id) => !apart.has(id))
      .slice(0, 10)
    go(paths.merge(objectName), { ids: ids.join(',') })
  }
  const keyed = (id: string, label: string, keys: string, verdict: Verdict) =>
    ({
      id,
      group: 'List',
      label,
      keys,
      reason,
      run: () => current !== undefined && choose(current.group, current.match, verdict),
    }) as const
  useCommands(
    current === undefined
      ? []
      : [
          {
            id: 'list.next',
            group: 'List',
            label: 'Next pair',
            keys: 'j',
            run: () => setAt(Math.min(at + 1, pairs.length - 1)),
            palette: false,
          },
          {
            id: 'list.previous',
            group: 'List',
            label: 'Previous pair',
            keys: 'k',
            run: () => setAt(Math.max(at - 1, 0)),
            palette: false,
          },
          keyed('review.same', 'They are the same', 's', 'same'),
          keyed('review.apart', 'They are not the same', 'd', 'not_same'),
          keyed('review.unsure', 'Unsure', 'u', 'unsure'),
          {
            id: 'review.merge',
            group: 'List',
            label: 'Compare and merge the group',
            keys: 'm',
            reason: reasonFor(current.group),
            run: () => merge(current.group),
          },
        ],
  )
  return groups.map((group) => (
    <section
      key={group.record.Id}
      className={classes['group']}
      aria-label={`${nameOf(group.record)} and ${group.matches.length} more`}
    >
      <div className={classes['record']}>
        <div className={classes['name']}>
          <RecordLink id={group.record.Id} name={nameOf(group.record)} objectName={objectName} />
        </div>
        <Facts record={group.record} />
        <ReasonedButton size="compact-sm" reason={reasonFor(group)} onClick={() => merge(group)}>
          Compare and merge {left(group) < 2 ? '' : Math.min(left(group), 10)}
        </ReasonedButton>
      </div>
      <ul className={classes['matches']}>
        {group.matches.map((match) => (
          <Pair
            key={match.record.Id}
            match={match}
            beside={group.record}
            objectName={objectName}
            active={current?.group === group && current.match === match}
            verdict={decisions[pairOf(group, match)]}
            reason={reason}
            onDecide={(verdict) => choose(group, match, verdict)}
          />
        ))}
      </ul>
    </section>
  ))
}

const verdicts = [
  { verdict: 'same', label: 'The same', keys: 'S' },
  { verdict: 'not_same', label: 'Not the same', keys: 'D' },
  { verdict: 'unsure', label: 'Unsure', keys: 'U' },
] as const satisfies readonly { verdict: Verdict; label: string; keys: string }[]

function Pair({
  match,
  beside,
  objectName,
  active,
  verdict,
  reason,
  onDecide,
}: Readonly<{
  match: Match
  /** The record it may be the same as. */
  beside: RecordRow
  objectName: Matchable
  active: boolean
  verdict: Verdict | undefined
  reason: string | undefined
  onDecide: (verdict: Verdict) => void
}>) {
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <li
      ref={line}
      className={classes['match']}
      data-active={active || undefined}
      aria-current={active || undefined}
      data-verdict={verdict}
    >
      <div className={classes['who']}>
        <div className={classes['name']}>
          <RecordLink id={match.record.Id} name={nameOf(match.record)} objectName={objectName} />
          <span className={classes['probability']}>{percent(match)}</span>
        </div>
        <Facts record={match.record} beside={beside} />
        <p className={classes['reasons']}>{match.reasons.join(' · ')}</p>
      </div>
      <div className={classes['verdicts']} role="group" aria-label={`${nameOf(match.record)} is`}>
        {verdicts.map(({ verdict: one, label, keys }) => (
          <Decision
            key={one}
            label={label}
            keys={active ? keys : undefined}
            chosen={verdict === one}
            reason={reason}
            onChoose={() => onDecide(one)}
          />
        ))}
      </div>
    </li>
  )
}

function Decision({
  label,
  keys,
  chosen,
  reason,
  onChoose,
}: Readonly<{
  label: string
  keys: string | undefined
  chosen: boolean
  reason: string | undefined
  onChoose: () => void
}>) {
  if (reason !== undefined)
    return (
      <ReasonedButton size="compact-sm" variant="default" reason={reason}>
        {label}
      </ReasonedButton>
    )
  return (
    <Button
      size="compact-sm"
      variant={chosen ? 'light' : 'default'}
      aria-pressed={chosen}
      onClick={onChoose}
      aria-keyshortcuts={keys}
      leftSection={chosen ? <IconCheck size={14} aria-hidden /> : undefined}
    >
      {label}
      {keys !== undefined && (
        <kbd aria-hidden className={classes['key']}>
          {keys}
        </kbd>
      )}
    </Button>
  )
}
