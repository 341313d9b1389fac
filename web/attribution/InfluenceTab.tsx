import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { formatMoney, formatNumber, formatWholeMoney, useCurrency } from '../ui/Money.tsx'
import { paths } from '../paths.ts'
import { TextLink } from '../ui/Link.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { useInfluence, type Influence, type Measure, type ModelName } from './attribution.ts'
import classes from './Attribution.module.css'
import { DealTable } from './DealsSheet.tsx'
import { ModelTerm } from './ModelTerm.tsx'

/** The deals a campaign had any part in, and what of them each model gives it. */
export function InfluenceTab({ campaignId }: { campaignId: string }) {
  const [model, choose] = useState<ModelName>('even')
  const [measure, measureBy] = useState<Measure>('amount')
  const found = useInfluence(campaignId, model, measure)
  const [first] = found.data?.pages ?? []
  const deals = found.data?.pages.flatMap((page) => page.deals) ?? []
  return (
    <Panel
      title="Influence"
      actions={
        <SegmentedControl
          aria-label="What is shared"
          size="xs"
          data={[
            { value: 'amount', label: 'Amount' },
            { value: 'collected', label: 'Collected' },
          ]}
          value={measure}
          onChange={measureBy}
        />
      }
    >
      {found.isPending && <GridSkeleton rows={8} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {first !== undefined && first.totals.length === 0 && (
        <p className={classes['formula']}>
          No deal of this campaign itself yet. As soon as somebody who answered it has a role in an opportunity, it
          stands here with this campaign’s share under each model. Campaigns below it have a share of their own: see
          theirs, or <TextLink to={paths.attribution}>all of them side by side</TextLink>.
        </p>
      )}
      {first !== undefined && first.totals.length > 0 && (
        <>
          <Totals influence={first} chosen={model} onChoose={choose} />
          <h3 className={classes['below']}>
            Deals, shared by the model {first.models.find(({ name }) => name === model)?.label}
          </h3>
          <DealTable deals={deals} model={model} />
          <MoreButton of={found} small>
            Show more deals
          </MoreButton>
        </>
      )}
    </Panel>
  )
}

const order = ['won', 'open', 'lost'] as const
const words = { won: 'Won', open: 'Open', lost: 'Lost' } as const

function Totals({
  influence,
  chosen,
  onChoose,
}: Readonly<{ influence: Influence; chosen: ModelName; onChoose: (model: ModelName) => void }>) {
  const currency = useCurrency()
  const totals = order.flatMap((which) => influence.totals.filter((one) => one.which === which))
  return (
    <div className={classes['frame']} tabIndex={-1}>
      <table aria-label="This campaign’s share by model" className={classes['matrix']}>
        <thead>
          <tr>
            <th scope="col">Model</th>
            {totals.map((one) => (
              <th key={one.which} scope="col" data-number>
                {words[one.which]}, {formatNumber(one.deals)} {one.deals === 1 ? 'deal' : 'deals'}
              </th>
            ))}
            <th scope="col">
              <span className={classes['unseen']}>Deals below</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {influence.models.map((model) => (
            <tr key={model.name}>
              <th scope="row">
                <ModelTerm model={model} />
              </th>
              {totals.map((one) => (
                <td key={one.which} data-number title={formatMoney(one.shares[model.name], currency)}>
                  {formatWholeMoney(one.shares[model.name], currency)}
                </td>
              ))}
              <td>
                <button
                  type="button"
                  className={classes['choose']}
                  aria-pressed={model.name === chosen}
                  onClick={() => onChoose(model.name)}
                >
                  {model.name === chosen ? 'Shown below' : 'Show below'}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">The deals whole</th>
            {totals.map((one) => (
              <td key={one.which} data-number>
                {formatMoney(one.amount, currency)}
              </td>
            ))}
            <td>
              <span className={classes['unseen']}>All of them</span>
            </td>
          </tr>
          <tr>
            <th scope="row">Collected of them</th>
            {totals.map((one) => (
              <td key={one.which} data-number>
                {formatMoney(one.collected, currency)}
              </td>
            ))}
            <td>
              <span className={classes['unseen']}>All of them</span>
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
