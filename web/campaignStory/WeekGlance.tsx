import { paths } from '../paths.ts'
import home from '../home/Home.module.css'
import { Link } from '../ui/Link.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { wordsOf } from './MarketingWeekPage.tsx'
import { useMarketingWeek } from './story.ts'

const SHOWN = 6

/** The week at a glance on Home: who was met by marketing, those who answered first. */
export function WeekGlance() {
  const found = useMarketingWeek(7)
  const people = found.data?.people ?? []
  return (
    <section aria-label="What marketing did with my people this week">
      <h2 className={home['head']}>
        What marketing did with my people this week
        {found.isSuccess && <span className={home['count']}>{people.length}</span>}
      </h2>
      {found.isSuccess && people.length === 0 && (
        <p className={home['empty']}>Nothing was done with your leads and contacts.</p>
      )}
      <ul className={home['records']}>
        {people.slice(0, SHOWN).map(({ person, company, doings }) => {
          const [last] = doings
          return (
            <li key={person.Id}>
              <Link to={paths.record(person.Id) ?? paths.home} className={home['line']}>
                <span className={home['name']}>{person.Name ?? 'No name'}</span>
                <span className={home['about']}>
                  {last === undefined
                    ? company
                    : `${wordsOf(last).replace(/:$/, '')}${last.campaign === null ? '' : `, ${last.campaign.Name ?? ''}`}`}
                </span>
                <span className={home['date']}>{last !== undefined && <RelativeDate value={last.at} />}</span>
              </Link>
            </li>
          )
        })}
      </ul>
      {people.length > 0 && (
        <Link to={paths.marketingWeek} className={home['more']}>
          See all, person by person
        </Link>
      )}
    </section>
  )
}
