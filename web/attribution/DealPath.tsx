import { Select } from '@mantine/core'
import { useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { RecordLink } from '../ui/Link.tsx'
import { formatMoney, useCurrency } from '../ui/Money.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { originWords, sumOf, usePath, type ModelName, type Path, type Touch } from './attribution.ts'
import classes from './DealPath.module.css'

/** What brought this deal: its touches along a line, each with its share under the chosen model. */
export function DealPath({ deal }: { deal: RecordRow }) {
  const found = usePath(deal.Id)
  const [model, choose] = useState<ModelName>('wShaped')
  return (
    <Panel
      title="What brought this deal"
      {...(found.data === undefined ? {} : { count: found.data.touches.length })}
      actions={
        found.data !== undefined &&
        found.data.touches.length > 0 && (
          <Select
            aria-label="Model"
            size="xs"
            w={150}
            data={found.data.models.map((one) => ({ value: one.name, label: one.label }))}
            value={model}
            allowDeselect={false}
            onChange={(value) => value !== null && choose(value)}
          />
        )
      }
    >
      {found.isPending && <GridSkeleton rows={3} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.data !== undefined && <Touches path={found.data} model={model} />}
    </Panel>
  )
}

function Touches({ path, model }: { path: Path; model: ModelName }) {
  const currency = useCurrency()
  const formula = path.models.find(({ name }) => name === model)?.formula
  const primary = (
    <>
      Primary source:{' '}
      {path.primary.campaign === null ? (
        path.primary.label
      ) : (
        <RecordLink id={path.primary.campaign.Id} name={path.primary.label} />
      )}
      .
    </>
  )
  if (path.touches.length === 0)
    return (
      <p className={classes['empty']}>
        No touch is known: nobody with a role in this deal answered a campaign before it closed, and no lead source was
        given. Give the people who took part a role, or name the lead source. {primary}
      </p>
    )
  return (
    <>
      <p className={classes['formula']}>
        {formula} {primary}
      </p>
      <ol className={classes['line']}>
        {path.touches.map((touch) => (
          <TouchRow
            key={`${touch.at} ${touch.label} ${touch.person?.Id ?? ''}`}
            touch={touch}
            model={model}
            money={(amount) => formatMoney(amount, currency)}
          />
        ))}
      </ol>
      {model !== 'primary' && (
        <p className={classes['sum']}>
          <span>Together</span>
          <span className="number">
            {formatMoney(
              sumOf(
                path.touches.map(({ shares }) => shares),
                model,
              ),
              currency,
            )}
            {path.collected !== 0 && (
              <span className={classes['paid']}>{formatMoney(path.collected, currency)} paid</span>
            )}
          </span>
        </p>
      )}
    </>
  )
}

const milestoneWords: Readonly<Record<Touch['milestones'][number], string>> = {
  first: 'First touch',
  lead: 'Led to the lead',
  opportunity: 'Led to the opportunity',
  close: 'Last before the close',
  last: 'Last so far',
}

function TouchRow({
  touch,
  model,
  money,
}: Readonly<{ touch: Touch; model: ModelName; money: (amount: number) => string }>) {
  const weight = model === 'primary' ? undefined : touch.weights[model]
  return (
    <li className={classes['touch']} data-origin={touch.origin}>
      <span className={classes['what']}>
        <span className={classes['name']}>
          {touch.campaign === null ? touch.label : <RecordLink id={touch.campaign.Id} name={touch.label} />}
        </span>
        <span className={classes['who']}>
          <RelativeDate value={touch.at} />
          {touch.person !== null && (
            <>
              {' · '}
              <RecordLink id={touch.person.Id} name={touch.person.Name ?? 'No name'} />
            </>
          )}
          {` · ${touch.type ?? (touch.campaign === null && touch.source !== null ? 'Lead source or form' : originWords[touch.origin])}`}
          {touch.origin === 'sales' && touch.type !== null && ' · Sales'}
        </span>
        {touch.milestones.length > 0 && (
          <span className={classes['milestones']}>{touch.milestones.map((one) => milestoneWords[one]).join(', ')}</span>
        )}
      </span>
      {weight !== undefined && (
        <span className={classes['share']}>
          <span className="number">
            {money(touch.shares[model])}
            {touch.collectedShares !== null && (
              <span className={classes['paid']}>{money(touch.collectedShares[model])} paid</span>
            )}
          </span>
          <span className={classes['bar']} aria-hidden>
            <i style={{ width: `${100 * weight}%` }} />
          </span>
          <span className={classes['percent']}>{(100 * weight).toFixed(weight < 0.1 ? 1 : 0)} %</span>
        </span>
      )}
    </li>
  )
}
