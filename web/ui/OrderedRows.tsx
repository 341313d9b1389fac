import { IconGripVertical } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import classes from './OrderedRows.module.css'

/**
 * Rows in an order people choose: drag a row by its grip, or press the arrow keys on the grip. `onOrder` gets all rows
 * in their new order. Where the order `isFixed`, rows have no grip.
 */
export function OrderedRows<T>({
  label,
  rows,
  keyOf,
  nameOf,
  onOrder,
  isFixed = false,
  children,
}: Readonly<{
  label: string
  rows: readonly T[]
  keyOf: (row: T) => string
  nameOf: (row: T) => string
  onOrder: (rows: readonly T[]) => void
  isFixed?: boolean
  children: (row: T, at: number) => ReactNode
}>) {
  const [held, setHeld] = useState<number>()
  const [over, setOver] = useState<number>()
  const [said, setSaid] = useState('')
  const help = useId()
  const move = (from: number, to: number) => {
    const row = rows[from]
    if (row === undefined || to < 0 || to >= rows.length || from === to) return
    setSaid(`${nameOf(row)} is now number ${to + 1} of ${rows.length}.`)
    onOrder(rows.toSpliced(from, 1).toSpliced(to, 0, row))
  }
  const onKey = (event: KeyboardEvent, at: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    move(at, at + step)
  }
  const drop = () => {
    if (held !== undefined && over !== undefined) move(held, over)
    setHeld(undefined)
    setOver(undefined)
  }
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const box = list.current
    const onDragOver = (event: DragEvent) => {
      event.preventDefault()
      const row = event.target instanceof Element ? event.target.closest('li[data-at]') : null
      if (row !== null) setOver(Number(row.getAttribute('data-at')))
    }
    box?.addEventListener('dragover', onDragOver)
    return () => box?.removeEventListener('dragover', onDragOver)
  }, [])
  return (
    <>
      <ol ref={list} className={classes['rows']} aria-label={label}>
        {rows.map((row, at) => (
          <li
            key={keyOf(row)}
            className={classes['row']}
            data-held={held === at || undefined}
            data-over={held !== undefined && over === at && held !== at ? (held < at ? 'below' : 'above') : undefined}
            data-at={at}
          >
            {isFixed || (
              <button
                type="button"
                className={classes['grip']}
                aria-label={`Move ${nameOf(row)}`}
                aria-describedby={help}
                title="Drag, or press the arrow keys"
                draggable
                onDragStart={() => setHeld(at)}
                onDragEnd={drop}
                onKeyDown={(event) => onKey(event, at)}
              >
                <IconGripVertical size={16} stroke={1.8} aria-hidden />
              </button>
            )}
            <div className={classes['content']}>{children(row, at)}</div>
          </li>
        ))}
      </ol>
      {isFixed || (
        <p id={help} hidden>
          Press the up and down arrow keys to move it.
        </p>
      )}
      <p className={classes['said']} aria-live="polite">
        {said}
      </p>
    </>
  )
}
