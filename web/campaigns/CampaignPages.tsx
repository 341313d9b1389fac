import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import classes from '../ui/RecordTabs.module.css'

const pages = [
  { id: 'list', label: 'All campaigns', to: paths.campaigns },
  { id: 'plan', label: 'Plan', to: paths.campaignPlan },
  { id: 'compare', label: 'Compare', to: paths.campaignComparison },
  { id: 'attribution', label: 'Attribution', to: paths.attribution },
] as const

/** The ways of looking at all campaigns together. */
export function CampaignPages({ current }: { current: (typeof pages)[number]['id'] }) {
  return (
    <nav className={classes['tabs']} aria-label="Campaigns together">
      {pages.map(({ id, label, to }) => (
        <Link key={id} to={to} className={classes['tab']} aria-current={id === current ? 'page' : false}>
          {label}
        </Link>
      ))}
    </nav>
  )
}
