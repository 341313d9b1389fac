import { encodeId } from '../../../../shared/ids.ts'
import { updateAccounts } from '../../../records/accounts/accounts.ts'
import { updateContacts } from '../../../records/contacts/contacts.ts'
import { createContactRoles } from '../../../records/opportunities/contactRoles.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Colleague } from './cast.ts'
import type { Move } from './deals.ts'
import { idsOf, refuseAnyOf } from './saved.ts'

/** Whoever buys for the first time is a customer, and so are the people who bought. */
export async function welcomeCustomers(then: Tx, seller: Colleague, moves: readonly Move[]): Promise<void> {
  const places = [
    ...new Set(
      moves.filter(({ deal, stage }) => stage === 'Closed Won' && !deal.place.isCustomer).map(({ deal }) => deal.place),
    ),
  ]
  if (places.length === 0) return
  for (const place of places) place.isCustomer = true
  refuseAnyOf(
    await updateAccounts(
      then,
      seller,
      places.map(({ id }) => ({ id, draft: { Type: 'Customer' } })),
    ),
  )
  refuseAnyOf(
    await updateContacts(
      then,
      seller,
      places.flatMap(({ contacts }) => contacts.map(({ id }) => ({ id, draft: { Type: 'Customer' } }))),
    ),
  )
}

/** Somebody else decides than who asked. */
export async function bringInDeciders(then: Tx, seller: Colleague, moves: readonly Move[]): Promise<void> {
  const roles = moves.flatMap(({ deal, stage, random }) => {
    const others =
      stage === 'Id. Decision Makers' ? deal.place.contacts.filter(({ id }) => !deal.contactIds.includes(id)) : []
    return others.slice(0, 2).map(({ id }, nth) => ({
      OpportunityId: encodeId(deal.id),
      ContactId: encodeId(id),
      Role: nth === 0 ? 'Decision Maker' : random.pick(['Evaluator', 'Technical Buyer', 'Influencer']),
    }))
  })
  if (roles.length > 0) idsOf(await createContactRoles(then, seller, roles))
}
