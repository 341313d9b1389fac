import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '../ui/Confirm.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { useAct } from './importApi.ts'
import { counted, type ImportRow } from './importRow.ts'
import classes from './Import.module.css'

const verbs: Readonly<Record<string, string>> = {
  running: 'imported',
  checking: 'tried',
  undoing: 'taken back',
  paused: 'imported so far',
  failed: 'imported so far',
}

/** The live bar, and what can be done meanwhile. */
export function Progressing({ one }: { one: ImportRow }) {
  const act = useAct(one.Id)
  const [asking, setAsking] = useState(false)
  const percent = Math.floor(one.progress * 100)
  const undoing = one.state === 'undoing'
  return (
    <section className={classes['progress']} aria-label="Progress">
      <div className={classes['progressLine']}>
        <span className="number">
          {undoing ? 'Taking everything back' : `${formatNumber(one.counts.read)} rows ${verbs[one.state]}`}
        </span>
        {one.counts.refused > 0 && (
          <span className={classes['refused']}>{formatNumber(one.counts.refused)} to mend</span>
        )}
        {!undoing && <span className={classes['percent']}>{percent} %</span>}
      </div>
      <Progress
        value={undoing ? 100 : percent}
        size={6}
        radius={3}
        animated={undoing}
        striped={undoing}
        aria-label={undoing ? 'Being undone' : `${percent} percent of the file is read`}
      />
      <p className={classes['faint']}>
        {one.state === 'paused'
          ? 'It rests where it is. What is imported stays.'
          : one.state === 'failed'
            ? 'Nothing that is counted here was lost. Start it again to go on where it stopped.'
            : one.waitsFor
              ? `It waits until the import of ${one.waitsFor} is through, so that nobody in both files is made twice. You can close this tab; it goes on.`
              : 'You can close this tab; it goes on.'}
      </p>
      <div className={classes['acts']}>
        {one.may.includes('pause') && (
          <Button variant="default" loading={act.isPending} onClick={() => act.mutate('pause')}>
            Pause import
          </Button>
        )}
        {one.may.includes('start') && (
          <Button loading={act.isPending} onClick={() => act.mutate('start')}>
            Resume import
          </Button>
        )}
        {one.may.includes('cancel') && (
          <Button variant="default" onClick={() => setAsking(true)}>
            Cancel import
          </Button>
        )}
      </div>
      <RefusalNotice error={act.error} />
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Cancel this import?"
        consequences={[
          `${counted(one.counts.created, one.object)} made so far stay, and can be undone afterwards.`,
          'The rest of the file is not read.',
        ]}
        verb="Cancel import"
        onConfirm={() => act.mutateAsync('cancel')}
      />
    </section>
  )
}
