import { Button } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import { formatMoney, Money, useCurrency } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import related from '../ui/RelatedList.module.css'
import { textOf } from '../ui/textOf.ts'
import { paymentsOf } from './dealLists.ts'
import { noPayment, PaymentSheet, paymentIn, type PaymentDraft } from './PaymentSheet.tsx'
import classes from './Payments.module.css'

type Editing = Readonly<{ id: string | undefined; draft: PaymentDraft }>

/** What was won, what of it was paid, and what is still to come; each payment can be opened. */
export function Payments({ deal }: { deal: RecordRow }) {
  const shape = useObject('Payment')
  const [editing, edit] = useState<Editing>()
  const found = useRecordList('Payment', paymentsOf(deal.Id))
  const rows = found.pages?.flatMap((page) => page.records) ?? []
  return (
    <Panel
      title="Payments"
      count={rows.length}
      actions={
        shape.may.create && (
          <Button size="compact-sm" variant="subtle" onClick={() => edit({ id: undefined, draft: noPayment() })}>
            Add payment
          </Button>
        )
      }
    >
      <Standing deal={deal} />
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && (
        <p className={related['empty']}>
          {deal['IsWon'] === true
            ? 'Nothing was paid yet. A won deal is a promise; enter the money when it is there.'
            : 'Nothing was paid. Money usually comes once a deal is won.'}
        </p>
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Payments"
          rows={rows}
          keyOf={(row) => row.Id}
          columns={[
            {
              head: 'Received',
              render: (row) => <TwoLines first={<RelativeDate value={row['ReceivedDate']} />} second={wordsOf(row)} />,
            },
            { head: 'Amount', width: '140px', align: 'end', render: (row) => <Money amount={row['Amount']} value /> },
            ...(shape.may.edit
              ? [
                  {
                    head: 'Change',
                    acts: true,
                    width: '90px',
                    render: (row: RecordRow) => (
                      <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => edit({ id: row.Id, draft: paymentIn(row) })}
                      >
                        Change
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {found.hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={found.isFetchingNextPage} onClick={found.more}>
          Show more
        </Button>
      )}
      {editing !== undefined && <PaymentSheet deal={deal} {...editing} onClose={() => edit(undefined)} />}
    </Panel>
  )
}

const wordsOf = (row: RecordRow): string =>
  [
    typeof row['Amount'] === 'number' && row['Amount'] < 0 ? 'Refund' : textOf(row['Method']),
    textOf(row['InvoiceNumber']) === '' ? '' : `invoice ${textOf(row['InvoiceNumber'])}`,
    textOf(row['Reference']),
    textOf(row['Note']),
  ]
    .filter((word) => word !== '')
    .join(' · ')

/** The three sums, and how far the deal is paid. */
function Standing({ deal }: { deal: RecordRow }) {
  const currency = useCurrency()
  const won = deal['IsWon'] === true
  const amount = typeof deal['Amount'] === 'number' ? deal['Amount'] : 0
  const collected = typeof deal['Collected'] === 'number' ? deal['Collected'] : 0
  const open = Math.round((amount - collected) * 100) / 100
  if (!won && collected === 0) return null
  const figures = [
    ...(won ? [{ label: 'Won', value: formatMoney(amount, currency) }] : []),
    { label: 'Collected', value: formatMoney(collected, currency), isValue: collected > 0 },
    ...(won
      ? [
          open < 0
            ? { label: 'Paid beyond the amount', value: formatMoney(-open, currency) }
            : { label: 'Still to be paid', value: formatMoney(open, currency) },
        ]
      : []),
  ]
  return (
    <>
      <dl className={classes['figures']}>
        {figures.map(({ label, value, isValue }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd data-value={isValue}>{value}</dd>
          </div>
        ))}
      </dl>
      {won && amount > 0 && (
        <div className={classes['bar']} aria-hidden>
          <i style={{ width: `${Math.min(100, Math.max(0, (100 * collected) / amount))}%` }} />
        </div>
      )}
    </>
  )
}
