import { paths } from '../paths.ts'
import { useAnswer } from '../setup/setupApi.ts'
import { Link } from '../ui/Link.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { WAITING } from './nominations.ts'
import classes from './Nominations.module.css'

type Waiting = Readonly<{ campaigns: readonly { Id: string; Name: string; Count: number; OldestAt: string }[] }>

/** Campaigns in which somebody waits for my approval; nothing while nobody does. */
export function WaitingCard() {
  const { data } = useAnswer<Waiting>(WAITING)
  if (data === undefined || data.campaigns.length === 0) return null
  const total = data.campaigns.reduce((sum, { Count }) => sum + Count, 0)
  return (
    <section className={classes['card']} aria-label="Waiting for your approval">
      <h2 className={classes['cardTitle']}>
        Waiting for your approval <span className={classes['quiet']}>{total.toLocaleString('en')}</span>
      </h2>
      <ul className={classes['cardLines']}>
        {data.campaigns.map(({ Id, Name, Count, OldestAt }) => (
          <li key={Id} className={classes['cardLine']}>
            <Link to={paths.campaign(Id)} search={{ tab: 'nominations' }}>
              {Name}
            </Link>
            <span>{Count === 1 ? '1 person' : `${Count.toLocaleString('en')} people`}</span>
            <span className={classes['quiet']}>
              oldest <RelativeDate value={OldestAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
