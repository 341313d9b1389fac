import { CloseButton, Transition } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './BulkBar.module.css'

/** Rises from below with the count while rows are chosen; its children are the buttons. */
export function BulkBar({
  count,
  noun,
  onClear,
  children,
}: Readonly<{ count: number; noun: string; onClear: () => void; children: ReactNode }>) {
  return (
    <Transition mounted={count > 0} transition="slide-up" duration={120}>
      {(style) => (
        <div className={classes['bar']} style={style} role="toolbar" aria-label={`${count} ${noun} selected`}>
          <span className={classes['count']} aria-live="polite">
            <strong>{count.toLocaleString('en')}</strong> {noun} selected
          </span>
          <div className={classes['actions']}>{children}</div>
          <CloseButton aria-label="Clear selection" onClick={onClear} />
        </div>
      )}
    </Transition>
  )
}
