import { paths } from '../paths.ts'
import { useAnswer } from '../setup/setupApi.ts'
import { Link } from '../ui/Link.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { WAITING } from './nominations.ts'
import classes from './Nominations.module.css'

export type WaitingCampaign = Readonly<{ Id: string; Name: string; Count: number; OldestAt: string }>

/** Campaigns in which somebody waits for my approval, who waits longest first. */
export const useWaiting = (): readonly WaitingCampaign[] =>
  useAnswer<{ campaigns: readonly WaitingCampaign[] }>(WAITING).data?.campaigns ?? []

export const peopleIn = (campaigns: readonly WaitingCampaign[]): number =>
  campaigns.reduce((sum, { Count }) => sum + Count, 0)

/** Who waits for me to say yes or no; nothing while nobody does. */
export function WaitingCard({ campaigns }: Readonly<{ campaigns: readonly WaitingCampaign[] }>) {
  if (campaigns.length === 0) return null
  return (
    <section aria-label="Waiting for your approval">
      <h2 className={classes['cardTitle']}>
        Waiting for your approval
        <span className={classes['cardCount']}>{peopleIn(campaigns).toLocaleString('en')}</span>
      </h2>
      <ul className={classes['cardLines']}>
        {campaigns.map(({ Id, Name, Count, OldestAt }) => (
          <li key={Id}>
            <Link to={paths.campaign(Id)} search={{ tab: 'nominations' }} className={classes['cardLine']}>
              <span className={classes['cardName']}>{Name}</span>
              <span className={classes['quiet']}>
                {Count === 1 ? '1 person' : `${Count.toLocaleString('en')} people`}
              </span>
              <span className={classes['quiet']}>
                <RelativeDate value={OldestAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
