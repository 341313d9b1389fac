import { Button } from '@mantine/core'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { nameOf } from '../ui/fields.ts'
import { RecordLink, useGo } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { useDecide, type Verdict } from './duplicates.ts'
import { Facts } from './Facts.tsx'
import { GroupGraph, letterOf } from './GroupGraph.tsx'
import { reasonAgainstMerge } from './mayMerge.ts'
import { type Run, type RunGroup, sureness, useGroupsOfRun } from './runsApi.ts'
import classes from './Runs.module.css'

/** The groups a search found, those somebody has to look at first. */
export function RunGroups({ run }: { run: Run }) {
  const found = useGroupsOfRun(run.Id, run.groups > 0)
  const groups = found.data?.pages.flatMap((one) => one.groups) ?? []
  if (run.groups === 0) return null
  return (
    <section className={classes['section']} aria-label="Groups">
      <h2 className={classes['heading']}>Groups, the least certain first</h2>
      {found.isError && <RefusalNotice error={found.error} />}
      <div>
        {groups.map((group) => (
          <Group key={group.n} run={run} group={group} />
        ))}
      </div>
      {found.hasNextPage && (
        <Button
          variant="default"
          style={{ justifySelf: 'start' }}
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show more groups
        </Button>
      )}
    </section>
  )
}

function Group({ run, group }: Readonly<{ run: Run; group: RunGroup }>) {
  const session = useSession()
  const go = useGo()
  const objectName = run.scope === 'LeadContact' ? 'Lead' : run.scope
  const decide = useDecide(objectName)
  const { weakest, links, records } = group
  const weakLink = links.find(
    ({ left, right }) => [left, right].includes(weakest.left) && [left, right].includes(weakest.right),
  )
  const reason =
    run.scope === 'LeadContact'
      ? 'A lead and a contact are not merged: open the lead and convert it into the contact.'
      : (reasonAgainstMerge(session, objectName) ?? (group.merge === null ? undefined : 'This group is merged.'))
  const say = (verdict: Verdict): void =>
    decide.mutate([{ left: weakest.left, right: weakest.right, verdict }], {
      onSuccess: () =>
        toast(
          verdict === 'not_same' ? 'They will not be suggested again, nor merged in bulk.' : 'Remembered.',
          verdict === 'not_same' ? () => say('unsure') : undefined,
        ),
    })
  return (
    <article className={classes['group']} aria-label={`Group of ${records.length}`}>
      <GroupGraph group={group} />
      <div>
        <ul className={classes['members']}>
          {records.map(({ object, record }, at) => (
            <li key={record.Id} className={classes['member']}>
              <span className={classes['letter']}>{letterOf(at)}</span>
              <div>
                <span className={classes['name']}>
                  <RecordLink id={record.Id} name={nameOf(record)} objectName={object} />
                </span>
                <Facts record={record} />
              </div>
            </li>
          ))}
        </ul>
        {group.hidden > 0 && <p className={classes['faint']}>{group.hidden} more are not yours to see, or gone.</p>}
        <p className={classes['faint']}>
          Certainty {sureness(group.certainty)}.{' '}
          <span className={classes['weakest']}>Weakest pair {sureness(weakest.probability)}</span>
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
                  .slice(0, 10)
                  .join(','),
              })
            }
          >
            Compare and merge {Math.min(records.length, 10)}
          </ReasonedButton>
          <Button size="compact-sm" variant="subtle" onClick={() => say('not_same')}>
            Weakest pair is not the same
          </Button>
        </div>
        <RefusalNotice error={decide.error} />
      </div>
    </article>
  )
}
