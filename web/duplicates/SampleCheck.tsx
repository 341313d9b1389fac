import { Button } from '@mantine/core'
import { useState } from 'react'
import { useCommands } from '../shell/commands.ts'
import { nameOf } from '../ui/fields.ts'
import { RecordLink } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import type { Verdict } from './duplicates.ts'
import { Facts } from './Facts.tsx'
import { type Found, type SampledPair, sureness, useSample, useSampling } from './runsApi.ts'
import review from './Review.module.css'
import classes from './Runs.module.css'

const verdicts = [
  { verdict: 'same', label: 'The same', keys: 's' },
  { verdict: 'not_same', label: 'Not the same', keys: 'd' },
  { verdict: 'unsure', label: 'Unsure', keys: 'u' },
] as const satisfies readonly { verdict: Verdict; label: string; keys: string }[]

/** Pairs at random, one after the other: by their answers a merge is known before it is done. */
export function SampleCheck({ runId, certainty }: Readonly<{ runId: string; certainty: number }>) {
  const found = useSample(runId, certainty)
  const { draw, answer } = useSampling(runId, certainty)
  const [back, setBack] = useState(0)
  const pairs = found.data?.pairs ?? []
  const answered = pairs.filter((pair) => pair.answer !== null).length
  const open = pairs.findIndex((pair) => pair.answer === null)
  const at = Math.max(0, (open === -1 ? pairs.length : open) - back)
  const pair = pairs[at]
  const say = (verdict: Verdict) => {
    if (pair === undefined || answer.isPending) return
    setBack(Math.max(0, back - 1))
    answer.mutate({ left: pair.left.record.Id, right: pair.right.record.Id, verdict })
  }
  useCommands(
    pair === undefined
      ? []
      : [
          ...verdicts.map(({ verdict, label, keys }) => ({
            id: `sample.${verdict}`,
            group: 'List' as const,
            label,
            keys,
            run: () => say(verdict),
          })),
          {
            id: 'sample.back',
            group: 'List' as const,
            label: 'Back to the pair before',
            keys: 'k',
            run: () => setBack(Math.min(back + 1, answered)),
          },
        ],
  )
  if (pairs.length === 0)
    return (
      <div className={classes['acts']}>
        <Button variant="default" loading={draw.isPending} onClick={() => draw.mutate()}>
          Check a sample first
        </Button>
        <RefusalNotice error={draw.error} />
      </div>
    )
  return (
    <section aria-label="Sample" className={classes['bar']} style={{ maxWidth: 880 }}>
      <div className={classes['barLine']}>
        <span>
          {answered} of {pairs.length} looked at
        </span>
        {answered > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={() => setBack(Math.min(back + 1, answered))}>
            Back
          </Button>
        )}
      </div>
      {pair === undefined ? (
        <p className={classes['faint']}>All of the sample is looked at.</p>
      ) : (
        <Shown pair={pair} onSay={say} />
      )}
      <RefusalNotice error={answer.error} />
    </section>
  )
}

function Shown({ pair, onSay }: Readonly<{ pair: SampledPair; onSay: (verdict: Verdict) => void }>) {
  return (
    <div className={classes['pair']} aria-live="polite">
      <One found={pair.left} beside={pair.right} />
      <One found={pair.right} beside={pair.left} />
      <span className={classes['faint']}>{sureness(pair.probability)}</span>
      <p className={classes['reasons']}>{pair.reasons.join(' · ')}</p>
      <div className={classes['acts']} role="group" aria-label="They are">
        {verdicts.map(({ verdict, label, keys }) => (
          <Button
            key={verdict}
            size="compact-sm"
            variant={pair.answer === verdict ? 'light' : 'default'}
            aria-pressed={pair.answer === verdict}
            aria-keyshortcuts={keys.toUpperCase()}
            onClick={() => onSay(verdict)}
          >
            {label}
            <kbd aria-hidden className={review['key']}>
              {keys.toUpperCase()}
            </kbd>
          </Button>
        ))}
      </div>
    </div>
  )
}

const One = ({ found: { object, record }, beside }: { found: Found; beside: Found }) => (
  <div>
    <span className={classes['name']}>
      <RecordLink id={record.Id} name={nameOf(record)} objectName={object} />
    </span>
    <Facts record={record} beside={beside.record} />
  </div>
)
