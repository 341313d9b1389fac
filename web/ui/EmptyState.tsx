import type { TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './EmptyState.module.css'

/** An empty page: what it is for, one example, and the first action. */
export function EmptyState({
  icon: Icon,
  title,
  level = 2,
  children,
  example,
  action,
}: Readonly<{
  icon?: TablerIcon
  title: string
  /** 1 when it is the whole page. */
  level?: 1 | 2
  children: ReactNode
  example?: ReactNode
  action?: ReactNode
}>) {
  const Heading = `h${level}` as const
  return (
    <section className={classes['empty']} aria-label={title}>
      {Icon !== undefined && (
        <span className={classes['icon']}>
          <Icon size={22} stroke={1.6} aria-hidden />
        </span>
      )}
      <Heading className={classes['title']}>{title}</Heading>
      <p className={classes['words']}>{children}</p>
      {example !== undefined && <p className={classes['example']}>{example}</p>}
      {action !== undefined && <div className={classes['action']}>{action}</div>}
    </section>
  )
}
