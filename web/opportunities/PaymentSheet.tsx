import { Button, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { useObject } from '../api/describe.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshObject } from '../api/records.ts'
import { dayFromToday } from '../ui/dates.ts'
import { DayInput } from '../ui/DayInput.tsx'
import { formatMoney, useCurrency } from '../ui/Money.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { textOf } from '../ui/textOf.ts'
import { toast } from '../ui/toast.tsx'
import classes from './Payments.module.css'

export type PaymentDraft = Readonly<{
  isRefund: boolean
  amount: number | null
  ReceivedDate: string
  Method: string | null
  InvoiceNumber: string | null
  Reference: string | null
  Note: string | null
}>

export const noPayment = (): PaymentDraft => ({
  isRefund: false,
  amount: null,
  ReceivedDate: dayFromToday(0),
  Method: null,
  InvoiceNumber: null,
  Reference: null,
  Note: null,
})

export const paymentIn = (row: RecordRow): PaymentDraft => {
  const amount = typeof row['Amount'] === 'number' ? row['Amount'] : null
  const text = (name: string) => textOf(row[name]) || null
  return {
    isRefund: amount !== null && amount < 0,
    amount: amount === null ? null : Math.abs(amount),
    ReceivedDate: textOf(row['ReceivedDate']),
    Method: text('Method'),
    InvoiceNumber: text('InvoiceNumber'),
    Reference: text('Reference'),
    Note: text('Note'),
  }
}

const FIELDS = ['Amount', 'ReceivedDate', 'Method', 'InvoiceNumber', 'Reference', 'Note']

/** Enters or corrects one payment. Money that went back is a refund, and its amount is written without a sign. */
export function PaymentSheet({
  deal,
  id,
  draft: before,
  onClose,
}: Readonly<{ deal: RecordRow; id: string | undefined; draft: PaymentDraft; onClose: () => void }>) {
  const currency = useCurrency()
  const shape = useObject('Payment')
  const [draft, setDraft] = useState(before)
  const { save, remove } = usePaymentActs(deal.Id)
  const error = save.error ?? remove.error
  const errors = fieldErrors(error)
  const set = (change: Partial<PaymentDraft>) => setDraft({ ...draft, ...change })
  const submit = () =>
    save.mutate(
      { id, draft },
      {
        onSuccess: () => {
          toast(`${formatMoney(draft.amount ?? 0, currency)} ${draft.isRefund ? 'given back' : 'collected'}.`)
          onClose()
        },
      },
    )
  return (
    <Sheet
      opened
      onClose={onClose}
      title={id === undefined ? 'Add payment' : 'Change payment'}
      footer={
        <>
          {id !== undefined && shape.may.delete && (
            <Button
              variant="default"
              loading={remove.isPending}
              onClick={() => remove.mutate(id, { onSuccess: onClose })}
            >
              Remove payment
            </Button>
          )}
          <Button loading={save.isPending} disabled={draft.amount === null} onClick={submit}>
            Save payment
          </Button>
        </>
      }
    >
      <div className={classes['form']}>
        <RefusalNotice problems={error === null ? [] : problemsBesides(error, FIELDS)} />
        <SegmentedControl
          aria-label="Which way the money went"
          value={draft.isRefund ? 'back' : 'in'}
          data={[
            { value: 'in', label: 'Money came in' },
            { value: 'back', label: 'Money went back' },
          ]}
          onChange={(way) => set({ isRefund: way === 'back' })}
        />
        <NumberInput
          label="Amount"
          withAsterisk
          min={0}
          decimalScale={2}
          thousandSeparator=","
          value={draft.amount ?? ''}
          error={errors['Amount']}
          onChange={(value) => set({ amount: value === '' ? null : Number(value) })}
          data-autofocus
        />
        <DayInput
          label="Received on"
          withAsterisk
          value={draft.ReceivedDate}
          error={errors['ReceivedDate']}
          onChange={(day) => day !== null && set({ ReceivedDate: day })}
        />
        <Select
          label="Method"
          clearable
          data={(shape.fieldNamed.get('Method')?.picklist ?? []).map(({ value, label }) => ({ value, label }))}
          value={draft.Method}
          error={errors['Method']}
          onChange={(Method) => set({ Method })}
        />
        <Words label="Invoice" name="InvoiceNumber" draft={draft} errors={errors} set={set} />
        <Words
          label="Reference"
          name="Reference"
          description="What the bank calls this payment. No two payments share one."
          draft={draft}
          errors={errors}
          set={set}
        />
        <Words label="Note" name="Note" draft={draft} errors={errors} set={set} />
      </div>
    </Sheet>
  )
}

function Words({
  label,
  name,
  description,
  draft,
  errors,
  set,
}: Readonly<{
  label: string
  name: 'InvoiceNumber' | 'Reference' | 'Note'
  description?: string
  draft: PaymentDraft
  errors: Readonly<Record<string, string>>
  set: (change: Partial<PaymentDraft>) => void
}>) {
  return (
    <TextInput
      label={label}
      description={description}
      maxLength={name === 'Note' ? 255 : 80}
      value={draft[name] ?? ''}
      error={errors[name]}
      onChange={({ currentTarget: { value } }) => set({ [name]: value === '' ? null : value })}
    />
  )
}

/** Writes a payment; the deal, its campaign and every share of it follow. */
function usePaymentActs(dealId: string) {
  const client = useQueryClient()
  const onSuccess = async () => {
    await Promise.all([
      refreshObject(client, 'Payment'),
      refreshObject(client, 'Opportunity'),
      refreshObject(client, 'Campaign'),
      client.invalidateQueries({ queryKey: ['attribution'] }),
    ])
  }
  return {
    save: useMutation({
      mutationFn: ({ id, draft: { isRefund, amount, ...rest } }: { id: string | undefined; draft: PaymentDraft }) => {
        const body = { ...rest, Amount: amount === null ? null : isRefund ? -amount : amount }
        return id === undefined
          ? api.post('/payments', { OpportunityId: dealId, ...body })
          : api.patch(`/payments/${id}`, body)
      },
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (id: string) => api.delete(`/payments/${id}`), onSuccess }),
  }
}
