import { Button, Progress, Select, Slider } from '@mantine/core'
import { useEffect, useState } from 'react'
import { certain } from '../../shared/likelihood.ts'
import { useSession } from '../api/session.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { Histogram } from './Histogram.tsx'
import { reasonAgainstMerge } from './mayMerge.ts'
import { mergeLooks } from './runLooks.ts'
import {
  type BulkMerge,
  type Estimate,
  type MasterRule,
  type Reckoning,
  percentOf,
  type Run,
  useBulkMerge,
  useBulkMerges,
  useReckoning,
  useSample,
} from './runsApi.ts'
import { SampleCheck } from './SampleCheck.tsx'
import classes from './Runs.module.css'

const rules: readonly { value: MasterRule; label: string }[] = [
  { value: 'most_complete', label: 'the one with the most filled in' },
  { value: 'most_recent', label: 'the one changed last' },
  { value: 'oldest', label: 'the oldest one' },
  { value: 'most_active', label: 'the one with the most activity' },
]

/** Choose from which certainty on to merge, look at a sample, and merge. */
export function BulkMerging({ run }: { run: Run }) {
  const session = useSession()
  const [certainty, setCertainty] = useState(certain)
  const [settled, setSettled] = useState(certainty)
  const [rule, setRule] = useState<MasterRule>('most_complete')
  const [asking, setAsking] = useState(false)
  const isMixed = run.scope === 'LeadContact'
  const objectName = isMixed ? 'Lead' : run.scope
  const reckoning = useReckoning(run.Id, settled)
  const sample = useSample(run.Id, settled)
  const merges = useBulkMerges(run.Id, true)
  const { start, act, refresh } = useBulkMerge(run.Id, objectName)
  const isBusy = merges.data?.some(({ state }) => state === 'running' || state === 'undoing') === true
  // When the work has ended, lists and numbers elsewhere are no longer true.
  useEffect(() => {
    if (!isBusy) void refresh()
  }, [isBusy, refresh])
  const { groups = 0, records = 0, merged = 0 } = reckoning.data ?? {}
  const reason =
    reasonAgainstMerge(session, objectName) ??
    (isBusy
      ? 'A merge of these groups is at work.'
      : groups > 0
        ? undefined
        : merged > 0
          ? 'All groups that are so certain are merged.'
          : 'No group is so certain.')
  const words = groupsOf(groups)
  return (
    <section className={classes['section']} aria-label="Merge in bulk">
      <h2 className={classes['heading']}>Merge in bulk</h2>
      <div className={classes['choosing']}>
        <p className={classes['faint']}>
          Pairs by how likely they are one, on a scale of powers of ten. Draw the line from which on a group is merged.
        </p>
        <Histogram bars={run.histogram} certainty={certainty} />
        <Slider
          className={classes['slider'] ?? ''}
          inverted
          value={certainty}
          onChange={setCertainty}
          onChangeEnd={setSettled}
          min={0.5}
          max={1}
          step={0.01}
          label={(value) => percentOf(value)}
          thumbLabel="Least certainty of a group"
        />
        <Reckoned certainty={settled} reckoning={reckoning.data} isMixed={isMixed} />
        <p className={classes['faint']}>
          {honest(sample.data?.precision ?? null, sample.data?.missed ?? null, sample.data?.leftApart ?? 0)}
        </p>
        <SampleCheck runId={run.Id} certainty={settled} />
        {isMixed ? (
          <p className={classes['faint']}>
            A lead and a contact are not merged: open the lead and convert it into the contact.
          </p>
        ) : (
          <div className={classes['deciding']}>
            <Select
              label="Who stays in each group"
              data={[...rules]}
              value={rule}
              allowDeselect={false}
              onChange={(value) => setRule(rules.find((one) => one.value === value)?.value ?? 'most_complete')}
            />
            <ReasonedButton reason={reason} loading={start.isPending} onClick={() => setAsking(true)}>
              Merge {groups === 0 ? 'groups' : words}
            </ReasonedButton>
          </div>
        )}
        <RefusalNotice error={start.error ?? act.error} />
      </div>
      {merges.data?.map((merge) => (
        <Merging key={merge.Id} merge={merge} onAct={(one) => act.mutate({ merge: merge.Id, act: one })} />
      ))}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Merge ${words}?`}
        consequences={[
          `${formatNumber(records)} records become ${formatNumber(groups)}; in each group ${rules.find(({ value }) => value === rule)?.label ?? ''} stays, and its blanks are filled.`,
          'The others go to the recycle bin; what they have moves along. Opt-outs stay.',
          checkedWords(sample.data?.precision ?? null),
          'The whole merge, or any one of it, can be undone.',
        ]}
        verb={`Merge ${words}`}
        grave={false}
        onConfirm={() => start.mutateAsync({ certainty: settled, masterRule: rule })}
      />
    </section>
  )
}

/** What a merge from the certainty on would make of how many records, or why there is none. */
function Reckoned({
  certainty,
  reckoning,
  isMixed,
}: Readonly<{
  certainty: number
  reckoning: Reckoning | undefined
  isMixed: boolean
}>) {
  const { groups, records, merged } = reckoning ?? { groups: 0, records: 0, merged: 0 }
  return (
    <p className={classes['answer']} aria-live="polite">
      At {percentOf(certainty)} and above{' '}
      {reckoning === undefined ? (
        'groups are being counted.'
      ) : groups > 0 ? (
        <>
          there {groups === 1 ? 'is' : 'are'} <strong>{groupsOf(groups)}</strong>: {formatNumber(records)} records
          {isMixed ? '.' : ` become ${formatNumber(groups)}.`}
        </>
      ) : merged > 0 ? (
        `nothing is left to merge: ${groupsOf(merged)} ${merged === 1 ? 'is' : 'are'} merged.`
      ) : (
        'there is no group. Draw the line further down.'
      )}
    </p>
  )
}

const groupsOf = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'group' : 'groups'}`

/** What is known of how right a merge would be, to whoever is about to start it. */
const checkedWords = (precision: Estimate | null): string =>
  precision === null
    ? 'Nobody looked at a sample of them yet.'
    : `Of the ${precision.of} of them that were looked at, ${percentOf(precision.share)} are right.`

/** What the sample says, and what it cannot. */
function honest(precision: Estimate | null, missed: Estimate | null, leftApart: number): string {
  const right =
    precision === null
      ? 'How many of them are right nobody has looked at yet: check a sample first.'
      : `Of ${precision.of} looked at, ${percentOf(precision.share)} are right: between ${percentOf(precision.from, 1)} and ${percentOf(precision.to, 1)} of all, 95 times in 100.`
  if (leftApart === 0) return right
  const left = `${formatNumber(leftApart)} less certain pairs stay apart`
  return missed === null
    ? `${right} ${left}.`
    : `${right} ${left}; by the sample between ${formatNumber(Math.floor(missed.from * leftApart))} and ${formatNumber(Math.ceil(missed.to * leftApart))} of them are the same after all.`
}

function Merging({ merge, onAct }: Readonly<{ merge: BulkMerge; onAct: (act: 'pause' | 'resume' | 'undo') => void }>) {
  const [asking, setAsking] = useState(false)
  const isUndoing = merge.state === 'undoing' || merge.state === 'undone'
  const done = isUndoing ? merge.undone : merge.merged + merge.refused
  const whole = Math.max(1, isUndoing ? merge.merged : merge.expected)
  const isAtWork = merge.state === 'running' || merge.state === 'undoing'
  return (
    <div className={classes['bar']} role="group" aria-label={`Merge from ${percentOf(merge.certainty)} on`}>
      <div className={classes['barLine']}>
        <StateMark {...mergeLooks[merge.state]} />
        <span>
          {isUndoing
            ? `${formatNumber(merge.undone)} of ${formatNumber(merge.merged)} undone`
            : `${formatNumber(merge.merged)} of ${formatNumber(merge.expected)} groups merged`}
        </span>
        <RelativeDate value={merge.createdAt} />
      </div>
      {isAtWork && (
        <Progress
          value={(done / whole) * 100}
          size={6}
          radius={3}
          aria-label={`${formatNumber(done)} of ${formatNumber(whole)} groups`}
        />
      )}
      {merge.refused > 0 && (
        <p className={classes['faint']}>
          {formatNumber(merge.refused)} {merge.refused === 1 ? 'group was' : 'groups were'} left as they are: somebody
          merged, converted, deleted or parted their records meanwhile.
        </p>
      )}
      {merge.problem !== null && <RefusalNotice problems={[{ code: 'merge_problem', message: merge.problem }]} />}
      <div className={classes['acts']}>
        {merge.state === 'running' && (
          <Button variant="default" onClick={() => onAct('pause')}>
            Pause merge
          </Button>
        )}
        {(merge.state === 'paused' || merge.state === 'failed') && (
          <Button onClick={() => onAct('resume')}>Go on with merge</Button>
        )}
        {['done', 'paused', 'failed'].includes(merge.state) && merge.merged > 0 && (
          <Button variant="default" onClick={() => setAsking(true)}>
            Undo {formatNumber(merge.merged)} {merge.merged === 1 ? 'merge' : 'merges'}
          </Button>
        )}
      </div>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Undo this merge?"
        consequences={[
          `${formatNumber(merge.merged)} groups are taken apart again, with everything that was each record’s.`,
          'What somebody changed since stays changed.',
        ]}
        verb="Undo merges"
        grave={false}
        onConfirm={() => Promise.resolve(onAct('undo'))}
      />
    </div>
  )
}
