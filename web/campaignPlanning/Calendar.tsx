import { paths } from '../paths.ts'
import { dayFromToday, exactDate } from '../ui/dates.ts'
import { Link } from '../ui/Link.tsx'
import { formatMoney, useCurrency } from '../ui/Money.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { stateLook, stateOf } from '../ui/states.ts'
import { usePhone } from '../ui/usePhone.ts'
import classes from './Plan.module.css'
import type { Planned } from './planning.ts'
import { barIn, monthWords, type PlanRange } from './range.ts'
import { VerdictMark } from './VerdictMark.tsx'

type Rows = readonly Readonly<{ campaign: Planned; depth: number }>[]

/** Campaigns as bars over the months, in the order of their tree; on a phone a list. */
export function Calendar({ rows, range }: { rows: Rows; range: PlanRange }) {
  return usePhone() ? <List rows={rows} /> : <Bars rows={rows} range={range} />
}

function Bars({ rows, range }: { rows: Rows; range: PlanRange }) {
  const currency = useCurrency()
  const today = barIn(range, dayFromToday(0), null)
  const inMonth = (month: string, of: 'budgeted' | 'actual') =>
    rows.reduce((sum, { campaign }) => sum + (campaign.months.find((one) => one.month === month)?.[of] ?? 0), 0)
  return (
    <div className={classes['frame']} tabIndex={-1}>
      <table
        aria-label="Marketing calendar"
        className={classes['calendar']}
        style={{ '--months': range.months.length }}
      >
        <thead>
          <tr>
            <th scope="col">Campaign</th>
            <th scope="col">
              <span className={classes['months']}>
                {range.months.map((month) => (
                  <span key={month} title={monthWords(month, true)}>
                    {monthWords(month)}
                  </span>
                ))}
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ campaign, depth }) => (
            <tr key={campaign.Id}>
              <th scope="row">
                <span className={classes['name']} style={{ paddingLeft: depth * 16 }}>
                  <StatusIcon status={campaign.Status} />
                  <Link to={paths.campaign(campaign.Id)} title={campaign.Name}>
                    {campaign.Name}
                  </Link>
                  {campaign.goal !== null && <VerdictMark verdict={campaign.goal.verdict} short />}
                </span>
              </th>
              <td>
                <span className={classes['track']}>
                  {today !== undefined && (
                    <i className={classes['today']} style={{ left: `${100 * today.left}%` }} aria-hidden />
                  )}
                  <Bar campaign={campaign} range={range} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {(['budgeted', 'actual'] as const).map((of) => (
            <tr key={of}>
              <th scope="row">{of === 'budgeted' ? 'Budgeted in the month' : 'Spent in the month'}</th>
              <td>
                <span className={classes['months']}>
                  {range.months.map((month) => (
                    <span key={month} className="number">
                      {inMonth(month, of) === 0 ? '–' : formatMoney(Math.round(inMonth(month, of)), currency)}
                    </span>
                  ))}
                </span>
              </td>
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  )
}

/** Where a campaign stands by a shape, for many bars are too short to say it; the bar says it in words. */
function StatusIcon({ status }: { status: string | null }) {
  const look = stateLook[stateOf(status)]
  return (
    <span className={classes['status']} title={status ?? 'No status'} style={{ color: look.colour }}>
      <look.icon size={14} stroke={2} aria-hidden />
    </span>
  )
}

function Bar({ campaign, range }: { campaign: Planned; range: PlanRange }) {
  const currency = useCurrency()
  const place = barIn(range, campaign.StartDate, campaign.EndDate)
  if (place === undefined)
    return <span className={classes['undated']}>{campaign.StartDate === null ? 'No dates yet' : ''}</span>
  const cost = campaign.BudgetedCost === null ? '' : `, ${formatMoney(campaign.BudgetedCost, currency)} budgeted`
  const when = [campaign.StartDate, campaign.EndDate]
    .filter((day) => day !== null)
    .map(exactDate)
    .join(' to ')
  return (
    <span
      className={classes['bar']}
      data-state={stateOf(campaign.Status)}
      style={{ left: `${100 * place.left}%`, width: `${100 * place.width}%` }}
      title={`${campaign.Type ?? 'Campaign'}, ${campaign.Status ?? ''}: ${when}${cost}`}
    >
      <span>{place.width > 0.12 ? (campaign.Type ?? '') : ''}</span>
      <span className={classes['unseen']}>{` ${when}, ${campaign.Status ?? ''}`}</span>
    </span>
  )
}

function List({ rows }: { rows: Rows }) {
  const currency = useCurrency()
  return (
    <ul className={classes['list']}>
      {rows.map(({ campaign, depth }) => (
        <li key={campaign.Id} style={{ paddingLeft: depth * 12 }}>
          <Link to={paths.campaign(campaign.Id)} className={classes['card']}>
            <span className={classes['cardName']}>{campaign.Name}</span>
            <span className={classes['cardLine']}>
              {[campaign.StartDate, campaign.EndDate]
                .filter((day) => day !== null)
                .map((day) => exactDate(day).replace(/^\w+, /, ''))
                .join(' to ') || 'No dates yet'}
            </span>
            <span className={classes['cardLine']}>
              <StateMark state={stateOf(campaign.Status)} label={campaign.Status ?? 'No status'} />
              {campaign.BudgetedCost !== null && (
                <span className="number">{formatMoney(campaign.BudgetedCost, currency)}</span>
              )}
              {campaign.goal !== null && <VerdictMark verdict={campaign.goal.verdict} />}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
