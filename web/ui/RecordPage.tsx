import type { ReactNode } from 'react'
import classes from './RecordPage.module.css'

/**
 * The frame of a record's page: what it is at the left (2/3), what happened and what next at the right (1/3), up to
 * 1,360 px. `headline` says in one line who and what; `path` is the way of its states.
 */
export function RecordPage({
  title,
  mark,
  headline,
  actions,
  path,
  notice,
  children,
  aside,
}: Readonly<{
  title: string
  mark?: ReactNode
  headline?: ReactNode
  /** Buttons at the right, the main one last. */
  actions?: ReactNode
  path?: ReactNode
  /** A banner for the whole page: 'This lead is converted and locked.' */
  notice?: ReactNode
  children: ReactNode
  aside?: ReactNode
}>) {
  return (
    <div className={classes['scroller']} tabIndex={-1}>
      <div className={classes['page']}>
        <header className={classes['header']}>
          <div className={classes['who']}>
            <div className={classes['titleLine']}>
              <h1 className={classes['title']}>{title}</h1>
              {mark}
            </div>
            {headline !== undefined && <p className={classes['headline']}>{headline}</p>}
          </div>
          {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
        </header>
        {path}
        {notice}
        <div className={classes['columns']} data-alone={aside === undefined || undefined}>
          <div className={classes['main']}>{children}</div>
          {aside !== undefined && (
            <aside className={classes['aside']} aria-label="What happened and what next">
              {aside}
            </aside>
          )}
        </div>
      </div>
    </div>
  )
}

/** A part of a record's page under its own heading. */
export function Panel({
  title,
  count,
  actions,
  children,
}: Readonly<{ title: string; count?: number; actions?: ReactNode; children: ReactNode }>) {
  return (
    <section className={classes['panel']} aria-label={title}>
      <div className={classes['panelHead']}>
        <h2 className={classes['panelTitle']}>
          {title}
          {count !== undefined && <span className={classes['panelCount']}>{count.toLocaleString('en')}</span>}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  )
}
