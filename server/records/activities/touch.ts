import { objectOfId } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import type { FieldValues } from '../../ground/objects/definition.ts'
import { moveLastActivity } from '../../ground/objects/lastActivity.ts'
import { Account } from '../accounts/fields.ts'
import { Campaign } from '../campaigns/fields.ts'
import { Contact } from '../contacts/fields.ts'
import { Lead } from '../leads/fields.ts'
import { Opportunity } from '../opportunities/fields.ts'
import { accountsBehind } from './activities.sql.ts'

/** What has a last activity. */
const touchable = [Lead, Contact, Account, Opportunity, Campaign]

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
      const definition = touchable.find(({ name }) => name === objectOfId(first.id))
      const ids = [first, ...rest].map(({ id }) => id)
      if (definition !== undefined) await moveLastActivity(tx, definition, ids, first.day)
    }),
  )
}

function dayDone(values: FieldValues): string | undefined {
  const { CompletedDateTime: done, StartDateTime: starts } = values
  if (done instanceof Date) return done.toISOString().slice(0, 10)
  return starts instanceof Date ? starts.toISOString().slice(0, 10) : undefined
}
