import { Money } from '../ui/Money.tsx'
import { RecordLink } from '../ui/Link.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { useDealsBehind, type Deal, type Model, type ModelName, type Question } from './attribution.ts'
import classes from './Attribution.module.css'

/** The deals behind one figure: its rows and its definition. */
export function DealsSheet({
  question,
  of,
  models,
  onClose,
}: Readonly<{
  question: Question
  of: Readonly<{ key: string; label: string; model: ModelName }>
  models: readonly Model[]
  onClose: () => void
}>) {
  const found = useDealsBehind(question, { key: of.key, model: of.model })
  const model = models.find(({ name }) => name === of.model)
  const deals = found.data?.pages.flatMap((page) => page.deals) ?? []
  return (
    <Sheet opened onClose={onClose} as="side" width={760} title={of.label}>
      <p className={classes['formula']}>
        <strong>{model?.label}.</strong> {model?.formula}
      </p>
      {found.isPending && <GridSkeleton rows={6} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {deals.length > 0 && <DealTable deals={deals} model={of.model} />}
      <MoreButton of={found} small>
        Show more deals
      </MoreButton>
    </Sheet>
  )
}

/** Deals with the whole amount and the share of it. */
export function DealTable({ deals, model }: { deals: readonly Deal[]; model: ModelName }) {
  return (
    <PlainTable
      label="Deals"
      rows={deals}
      keyOf={(deal) => deal.Id}
      columns={[
        {
          head: 'Deal',
          render: (deal) => (
            <TwoLines first={<RecordLink id={deal.Id} name={deal.Name} />} second={deal.Account?.Name} />
          ),
        },
        { head: 'Stage', width: '150px', render: (deal) => deal.StageName },
        { head: 'Closes', width: '100px', render: (deal) => <RelativeDate value={deal.CloseDate} /> },
        { head: 'Amount', width: '110px', align: 'end', render: (deal) => <Money amount={deal.Amount ?? 0} /> },
        { head: 'Collected', width: '110px', align: 'end', render: (deal) => <Money amount={deal.Collected} /> },
        {
          head: 'Share',
          width: '110px',
          align: 'end',
          render: (deal) => <Money amount={deal.shares[model]} value={deal.IsWon} />,
        },
      ]}
    />
  )
}
