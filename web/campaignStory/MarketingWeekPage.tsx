import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link, RecordLink } from '../ui/Link.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import classes from './Story.module.css'
import { useMarketingWeek, type Doing, type PersonsWeek } from './story.ts'

/** What marketing did with my people lately, person by person, whoever answered first. */
export function MarketingWeekPage() {
  usePlace({ title: 'What marketing did', up: { label: 'Home', to: paths.home } })
  const [days, setDays] = useState('7')
  const found = useMarketingWeek(Number(days))
  const people = found.data?.people ?? []
  const answered = people.filter(({ doings }) => doings.some(({ responded }) => responded)).length
  const more = found.data?.isCut === true ? '+' : ''
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>What marketing did with my people</h1>
            <p className={page['headline']}>
              {found.isSuccess
                ? `${people.length}${more} of your leads and contacts in the last ${days} days; ${answered}${more} answered.`
                : 'Your leads and contacts, and what others did with them.'}
            </p>
          </div>
          <SegmentedControl
            aria-label="How far back"
            data={[
              { value: '7', label: 'A week' },
              { value: '30', label: '30 days' },
              { value: '90', label: '90 days' },
            ]}
            value={days}
            onChange={setDays}
          />
        </header>
        {found.isPending && <GridSkeleton rows={8} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.isSuccess && people.length === 0 && (
          <EmptyState
            title="Nothing was done with your people in this time"
            example="Mira Holt, Nordwind: invited to ‘Pumps that tell you when’ on Monday, registered on Tuesday. Call her."
            action={
              days === '90' ? (
                <Button component={Link} to={paths.campaigns} variant="default">
                  Show campaigns
                </Button>
              ) : (
                <Button variant="default" onClick={() => setDays('90')}>
                  Look back 90 days
                </Button>
              )
            }
          >
            When somebody puts one of your leads or contacts into a campaign, mails them, or they answer, it stands
            here.
          </EmptyState>
        )}
        <ul className={classes['people']}>
          {people.map((one) => (
            <Person key={one.person.Id} one={one} />
          ))}
        </ul>
        {found.data?.isCut === true && (
          <p className={classes['empty']}>There was more; only the newest 500 are told. Choose a shorter time.</p>
        )}
      </div>
    </div>
  )
}

function Person({ one: { person, company, doings } }: { one: PersonsWeek }) {
  return (
    <li>
      <span className={classes['head']}>
        <span className={classes['name']}>
          <RecordLink id={person.Id} name={person.Name ?? 'No name'} />
        </span>
        {company !== null && <span className={classes['by']}>{company}</span>}
      </span>
      <ol className={classes['steps']}>
        {doings.map((doing) => (
          <li key={`${doing.at} ${doing.kind} ${doing.text}`} data-responded={doing.responded || undefined}>
            <RelativeDate value={doing.at} /> <span className={classes['step']}>{wordsOf(doing)}</span>
            {doing.campaign !== null && (
              <>
                {' '}
                <RecordLink id={doing.campaign.Id} name={doing.campaign.Name ?? 'No name'} />
              </>
            )}
            {doing.by !== null && <span className={classes['by']}> by {doing.by.Name}</span>}
          </li>
        ))}
      </ol>
    </li>
  )
}

/** What happened, so that the campaign's name may follow. */
export function wordsOf({ kind, text, campaign }: Doing): string {
  if (kind === 'added') return `Added as ${text}:`
  if (kind === 'status') return `${text}:`
  if (kind === 'mail') return `E-mail: ${text}`
  if (campaign === null) return text
  const name = campaign.Name ?? ''
  // A form or a download is often called as its campaign is, and once is enough.
  return text.endsWith(`: ${name}`) ? text.slice(0, -name.length).trim() : `${text}:`
}
