import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { Link } from '../ui/Link.tsx'
import { sectionsFor } from './sections.ts'
import classes from './Setup.module.css'

/** Everything the person may look at of what can be set up, each with what it is for. */
export function Setup() {
  usePlace({ title: 'Setup' })
  const groups = sectionsFor(useSession())
  return (
    <div className={classes['scroller']} tabIndex={-1}>
      <div className={classes['page']}>
        <h1 className={classes['title']}>Setup</h1>
        {groups.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h2 className={classes['group']}>{group.title}</h2>
            <ul className={classes['sections']}>
              {group.sections.map((section) => (
                <li key={section.slug}>
                  <Link to={paths.setupSection(section.slug)} className={classes['section']}>
                    <section.icon size={20} stroke={1.6} aria-hidden className={classes['icon']} />
                    <span>
                      <span className={classes['name']}>{section.title}</span>
                      <span className={classes['purpose']}>{section.purpose}</span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}
