import { encodeId } from '../../../../shared/ids.ts'
import type { Tx } from '../../../platform/tx.ts'
import { bookPayments } from '../../../records/opportunities/payments.ts'
import type { Random } from '../random.ts'
import type { Deal, Incoming } from './threads.ts'
import { dayOf, daysAfter } from './moments.ts'
import { idsOf } from './saved.ts'
import type { Story } from './story.ts'

/** How customers pay: most at once in a month, some late, some in parts, a few never the last part, and a few send goods back. */
export function expectMoney(now: Date, story: Story, deal: Deal): void {
  const random = story.random.fork(`money ${deal.name} ${dayOf(now)}`)
  const invoice = `${dayOf(now).slice(0, 4)}-${String(random.whole(10_000, 99_999))}`
  const whole = { dealId: deal.id, invoice, method: random.weighted(methods) }
  const expect = (days: number, more: Pick<Incoming, 'amount' | 'part'>): void => {
    const at = daysAfter(now, days)
    story.money.note(story.cast.manager.userId, at, { ...whole, ...more, receivedOn: dayOf(at) })
  }
  const habit = random.weighted(habits)
  if (habit === 'unpaid') return
  const days = habit === 'late' ? random.logNormal(85, 0.4) : random.logNormal(27, 0.35)
  if (habit === 'inParts' || habit === 'partOnly') {
    const first = roundedTo(100, deal.worth * random.pick([0.3, 0.4, 0.5]))
    expect(random.logNormal(12, 0.4), { amount: first, part: 'First part' })
    if (habit === 'inParts') expect(days + 30, { amount: cents(deal.worth - first), part: 'Rest' })
    return
  }
  expect(days, { amount: deal.worth })
  if (random.chance(0.03)) expect(days + random.whole(10, 40), refundOf(random, deal))
}

const methods: readonly (readonly [string, number])[] = [
  ['Bank transfer', 82],
  ['Direct debit', 9],
  ['Card', 6],
  ['Cheque', 3],
]

const habits: readonly (readonly ['atOnce' | 'late' | 'inParts' | 'partOnly' | 'unpaid', number])[] = [
  ['atOnce', 62],
  ['late', 17],
  ['inParts', 13],
  ['partOnly', 5],
  ['unpaid', 3],
]

const refundOf = (random: Random, { worth }: Deal): Pick<Incoming, 'amount' | 'part'> => ({
  amount: -roundedTo(50, worth * random.pick([0.1, 0.15, 0.2])),
  part: 'Goods sent back',
})

const roundedTo = (step: number, amount: number): number => Math.max(step, Math.round(amount / step) * step)
const cents = (amount: number): number => Math.round(amount * 100) / 100

/** What came in since is booked at once, from the statement of the bank. */
export async function bookMoney(then: Tx, story: Story): Promise<void> {
  const { manager } = story.cast
  const received = story.money.due(manager.userId, then.now)
  if (received.length === 0) return
  idsOf(
    await bookPayments(
      then,
      manager,
      received.map(({ dealId, amount, method, invoice, part, receivedOn }) => ({
        OpportunityId: encodeId(dealId),
        Amount: amount,
        ReceivedDate: receivedOn,
        Method: amount < 0 ? 'Credit note' : method,
        InvoiceNumber: invoice,
        Note: part ?? null,
      })),
    ),
  )
}
