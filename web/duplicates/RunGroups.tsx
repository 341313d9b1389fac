import { Button, SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { formatNumber } from '../ui/Money.tsx'
import { nameOf } from '../ui/fields.ts'
import { RecordLink, useGo } from '../ui/Link.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { useDecide, type Verdict } from './duplicates.ts'
import { Facts } from './Facts.tsx'
import { GroupGraph, letterOf } from './GroupGraph.tsx'
import { reasonAgainstMerge } from './mayMerge.ts'
import { type Run, type RunGroup, sureness, useGroupsOfRun } from './runsApi.ts'
import classes from './Runs.module.css'

const floors = ['50', '80', '90', '98'] as const
const MOST_MERGED = 10
const FOLDED = 8

/** The groups a search found, those somebody has to look at first; the address says from which certainty on. */
export function RunGroups({ run }: { run: Run }) {
  const { from }: Readonly<{ from?: unknown }> = useSearch({ strict: false })
  const navigate = useNavigate()
  const floor = floors.find((one) => one === String(from)) ?? '50'
  const found = useGroupsOfRun(run.Id, Number(floor) / 100, run.groups > 0)
  const groups = found.data?.pages.flatMap((one) => one.groups) ?? []
  if (run.groups === 0) return null
  return (
    <section className={classes['section']} aria-label="Groups">
      <div className={classes['barLine']}>
        <h2 className={classes['heading']}>Groups, the least certain first</h2>
        <SegmentedControl
          aria-label="Groups from which certainty on"
          size="xs"
          value={floor}
          onChange={(next) => void navigate({ to: '.', search: { from: Number(next) }, replace: true })}
          data={floors.map((one) => ({ value: one, label: one === '50' ? 'All' : `${one} % and above` }))}
        />
      </div>
      {found.isPending && <GridSkeleton rows={6} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && groups.length === 0 && !found.hasNextPage && (
        <p className={classes['faint']}>No group is that certain. Choose a lower certainty to see the others.</p>
      )}
      <div>
        {groups.map((group) => (
          <Group key={group.n} run={run} group={group} />
        ))}
      </div>
      <MoreButton of={found}>Show more groups</MoreButton>
    </section>
  )
}

function Group({ run, group }: Readonly<{ run: Run; group: RunGroup }>) {
  const session = useSession()
  const go = useGo()
  const objectName = run.scope === 'LeadContact' ? 'Lead' : run.scope
  const decide = useDecide(objectName)
  const [isApart, setApart] = useState(false)
  const [isUnfolded, setUnfolded] = useState(false)
  const against = reasonAgainstMerge(session, objectName)
  const { weakest, links, records, size } = group
  const shown = isUnfolded || records.length <= MOST_MERGED ? records : records.slice(0, FOLDED)
  // Nobody is to decide on records that they do not see.
  const isWeakestListed = [weakest.left, weakest.right].every((id) => records.some(({ record }) => record.Id === id))
  const weakLink = links.find(
    ({ left, right }) => [left, right].includes(weakest.left) && [left, right].includes(weakest.right),
  )
  const reason =
    run.scope === 'LeadContact'
      ? 'A lead and a contact are not merged: open the lead and convert it into the contact.'
      : (against ?? (group.merge === null ? undefined : 'This group is merged.'))
  const say = (verdict: Verdict): void =>
    decide.mutate([{ left: weakest.left, right: weakest.right, verdict }], {
      onSuccess: () => {
        setApart(verdict === 'not_same')
        toast(
          verdict === 'not_same'
            ? 'They will not be suggested again, nor merged in bulk.'
            : 'They may be suggested again.',
          verdict === 'not_same' ? () => say('unsure') : undefined,
        )
      },
    })
  return (
    <article className={classes['group']} aria-label={`Group of ${size}`}>
      <GroupGraph group={group} />
      <div>
        <ul className={classes['members']}>
          {shown.map(({ object, record }, at) => (
            <li key={record.Id} className={classes['member']}>
              <span className={classes['letter']}>{letterOf(at)}</span>
              <div>
                <span className={classes['name']}>
                  <RecordLink id={record.Id} name={nameOf(record)} objectName={object} />
                </span>
                <Facts record={record} beside={size === 2 ? records[1 - at]?.record : undefined} />
              </div>
            </li>
          ))}
        </ul>
        {shown.length < records.length && (
          <Button size="compact-sm" variant="subtle" onClick={() => setUnfolded(true)}>
            Show {records.length - shown.length} more
          </Button>
        )}
        {notListed(group).map((words) => (
          <p key={words} className={classes['faint']}>
            {words}
          </p>
        ))}
        <p className={classes['faint']}>
          Certainty {sureness(group.certainty)}
          {size > 2 && (
            <>
              . <span className={classes['weakest']}>Weakest pair {sureness(weakest.probability)}</span>
            </>
          )}
          {weakLink !== undefined && weakLink.reasons.length > 0 && `: ${weakLink.reasons.join(' · ')}`}
        </p>
        {group.refusal !== null && <p className={classes['faint']}>Left as it is: {group.refusal}</p>}
        <div className={classes['acts']} style={{ marginTop: 8 }}>
          <ReasonedButton
            size="compact-sm"
            variant="default"
            reason={reason}
            onClick={() =>
              go(paths.merge(objectName), {
                ids: records
                  .map(({ record }) => record.Id)
                  .slice(0, MOST_MERGED)
                  .join(','),
              })
            }
          >
            Compare and merge {size > MOST_MERGED ? `the first ${MOST_MERGED}` : records.length}
          </ReasonedButton>
          {isApart ? (
            <span className={classes['faint']}>
              {size > 2 ? 'Said of the weakest pair: not the same.' : 'Said: not the same.'}
            </span>
          ) : (
            isWeakestListed && (
              <ReasonedButton size="compact-sm" variant="subtle" reason={against} onClick={() => say('not_same')}>
                {size > 2 ? 'Weakest pair is not the same' : 'Not the same'}
              </ReasonedButton>
            )
          )}
        </div>
        <RefusalNotice error={decide.error} />
      </div>
    </article>
  )
}

/** What of a group does not stand in its list, and why. */
function notListed({ size, hidden, records }: RunGroup): readonly string[] {
  const beyond = size - hidden - records.length
  return [
    ...(hidden > 0 ? [`${formatNumber(hidden)} more are not yours to see, or gone.`] : []),
    ...(beyond > 0
      ? [`${formatNumber(beyond)} more belong to it: a merge in bulk makes one of all ${formatNumber(size)}.`]
      : size > MOST_MERGED
        ? [
            `A merge in bulk makes one of all ${formatNumber(size)}; by hand up to ${MOST_MERGED} are compared at a time.`,
          ]
        : []),
  ]
}
