import { Select } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { Link, useGo } from '../ui/Link.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { sectionOf, sectionsFor } from './sections.ts'
import classes from './SetupPage.module.css'

/**
 * The frame of every Setup page: the sections at the left, what this page is for in a line, then its content. `reason`
 * says why the person may read but not change it. Who may not open it at all is told why, and sees nothing else.
 */
export function SetupPage({
  section: slug,
  title,
  up,
  actions,
  reason,
  children,
}: Readonly<{
  section: string
  /** Where the page is below its section: the name of a web form. */
  title?: string
  up?: Readonly<{ label: string; to: string }>
  actions?: ReactNode
  reason?: string | undefined
  children: ReactNode
}>) {
  const section = sectionOf(slug)
  const session = useSession()
  const closed = section?.closed?.(session)
  const told = closed ?? reason
  usePlace({ title: title ?? section?.title ?? 'Setup', up: up ?? { label: 'Setup', to: paths.setup } })
  const phone = usePhone()
  return (
    <div className={classes['scroller']} tabIndex={-1}>
      <div className={classes['page']}>
        {phone ? <SectionPicker slug={slug} /> : <Sections />}
        <div className={classes['content']}>
          <header className={classes['head']}>
            <div className={classes['what']}>
              <h1 className={classes['title']}>{title ?? section?.title}</h1>
              {title === undefined && <p className={classes['purpose']}>{section?.purpose}</p>}
            </div>
            {actions !== undefined && closed === undefined && <div className={classes['actions']}>{actions}</div>}
          </header>
          {told !== undefined && (
            <p className={classes['reason']}>
              <IconLock size={15} stroke={1.8} aria-hidden />
              {told}
            </p>
          )}
          {closed === undefined && children}
        </div>
      </div>
    </div>
  )
}

function Sections() {
  const groups = sectionsFor(useSession())
  return (
    <nav className={classes['sections']} aria-label="Setup">
      {groups.map((group) => (
        <div key={group.title} className={classes['group']}>
          <h2 className={classes['groupTitle']}>{group.title}</h2>
          <ul>
            {group.sections.map((section) => (
              <li key={section.slug}>
                <Link to={paths.setupSection(section.slug)} className={classes['section']}>
                  {section.title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function SectionPicker({ slug }: { slug: string }) {
  const go = useGo()
  const groups = sectionsFor(useSession())
  return (
    <Select
      aria-label="Part of Setup"
      allowDeselect={false}
      value={slug}
      data={groups.map((group) => ({
        group: group.title,
        items: group.sections.map((section) => ({ value: section.slug, label: section.title })),
      }))}
      onChange={(next) => next !== null && go(paths.setupSection(next))}
    />
  )
}
