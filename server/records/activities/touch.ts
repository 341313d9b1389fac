import { objectOfId } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import type { FieldValues } from '../../ground/objects/definition.ts'
import { touchAccounts } from '../accounts/accounts.ts'
import { touchCampaigns } from '../campaigns/campaigns.ts'
import { touchContacts } from '../contacts/contacts.ts'
import { touchLeads } from '../leads/leads.ts'
import { touchOpportunities } from '../opportunities/opportunities.ts'
import { accountsBehind } from './activities.sql.ts'

const touches = {
  Lead: touchLeads,
  Contact: touchContacts,
  Account: touchAccounts,
  Opportunity: touchOpportunities,
  Campaign: touchCampaigns,
}

/**
 * What was done (not what is planned) becomes the last activity of everything it was with or about, and of the account
 * behind a contact or an opportunity.
 */
export async function touchRecords(tx: Tx, activities: readonly FieldValues[]): Promise<void> {
  const today = tx.now.toISOString().slice(0, 10)
  const touched = activities.flatMap((values) => {
    const day = dayDone(values)
    return day === undefined || day > today
      ? []
      : [values.WhoId, values.WhatId].flatMap((id) => (typeof id === 'number' ? [{ id, day }] : []))
  })
  const accounts = await accountsBehind(
    tx,
    touched.map(({ id }) => id),
  )
  const behind = touched.flatMap(({ id, day }) => {
    const account = accounts.get(id)
    return account === undefined ? [] : [{ id: account, day }]
  })
  const byPlace = Map.groupBy([...touched, ...behind], ({ id, day }) => `${objectOfId(id)}:${day}`)
  await Promise.all(
    [...byPlace.values()].map(async ([first, ...rest]) => {
      if (first === undefined) return
      const touch = Object.entries(touches).find(([name]) => name === objectOfId(first.id))?.[1]
      await touch?.(
        tx,
        [first, ...rest].map(({ id }) => id),
        first.day,
      )
    }),
  )
}

function dayDone(values: FieldValues): string | undefined {
  const { CompletedDateTime: done, StartDateTime: starts } = values
  if (done instanceof Date) return done.toISOString().slice(0, 10)
  return starts instanceof Date ? starts.toISOString().slice(0, 10) : undefined
}
