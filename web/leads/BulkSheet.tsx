import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import type { Saved } from '../api/records.ts'
import { RecordLink } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { nounOf, resultsOf, type RowResult } from './bulk.ts'
import classes from './BulkSheet.module.css'

type BulkSheetProps = Readonly<{
  title: string
  /** The button: 'Give 3 leads to Ines Falk'. */
  verb: string
  leads: readonly RecordRow[]
  ready: boolean
  run: () => Promise<readonly Saved[]>
  /** The toast when everything was done, and its undo over those that were. */
  said: (count: number) => string
  undo?: (done: readonly RecordRow[], saved: readonly Saved[]) => unknown
  onClose: () => void
  onDone?: () => void
  children: ReactNode
}>

/** Changes some leads at once; where the server refuses rows, says row by row which and why. */
export function BulkSheet({ title, verb, leads, ready, run, said, undo, onClose, onDone, children }: BulkSheetProps) {
  const [working, setWorking] = useState(false)
  const [error, setError] = useState<unknown>()
  const [refused, setRefused] = useState<readonly RowResult[]>()
  // The selection stays until the results were read: without it the bar, and this sheet with it, would be gone.
  const finish = () => {
    onClose()
    onDone?.()
  }
  const start = async () => {
    setWorking(true)
    setError(undefined)
    try {
      const saved = await run()
      const results = resultsOf(leads, saved)
      const done = leads.filter((_, at) => results[at]?.refusal === undefined)
      if (done.length > 0) toast(said(done.length), undo === undefined ? undefined : () => undo(done, saved))
      if (done.length === leads.length) finish()
      else setRefused(results.filter(({ refusal }) => refusal !== undefined))
    } catch (thrown) {
      setError(thrown)
    } finally {
      setWorking(false)
    }
  }
  return (
    <Sheet
      opened
      onClose={refused === undefined ? onClose : finish}
      title={title}
      footer={
        refused === undefined ? (
          <>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button disabled={!ready} loading={working} onClick={() => void start()}>
              {verb}
            </Button>
          </>
        ) : (
          <Button onClick={finish}>Close</Button>
        )
      }
    >
      {refused === undefined ? (
        <div className={classes['fields']}>
          {children}
          <RefusalNotice error={error} />
        </div>
      ) : (
        <Refused refused={refused} all={leads.length} />
      )}
    </Sheet>
  )
}

function Refused({ refused, all }: { refused: readonly RowResult[]; all: number }) {
  return (
    <div role="status">
      <p className={classes['sum']}>
        {all === refused.length
          ? `None of the ${nounOf(all)} could be changed.`
          : `${nounOf(all - refused.length)} changed, ${refused.length} refused.`}
      </p>
      <ul className={classes['rows']}>
        {refused.map(({ id, name, refusal }) => (
          <li key={id} className={classes['row']}>
            <RecordLink id={id} name={name} objectName="Lead" />
            <span className={classes['why']}>{refusal}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
