import type { ReactNode } from 'react'
import { usePlace } from './place.ts'
import classes from './Doorway.module.css'

/** The frame of pages before the sign-in: one column, one task. */
export function Doorway({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  usePlace({ title })
  return (
    <main className={classes['doorway']}>
      <div className={classes['column']}>
        <div className={classes['brand']}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <span>Assay</span>
        </div>
        <h1 className={classes['title']}>{title}</h1>
        <p className={classes['lead']}>{lead}</p>
        {children}
      </div>
    </main>
  )
}
