import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ChangeDraft, Door } from '../objects/door.ts'
import type { Draft } from '../objects/drafts.ts'
import { changeRecords, createRecords, getRecord } from '../objects/objects.ts'
import type { Saved } from '../objects/save.ts'
import { recordsById } from '../objects/list.ts'
import { refuseUnlessHas, type Actor } from './actor.ts'
import { Group } from './group.ts'
import { User } from './user.ts'
import { deleteMembers, insertMembers, membersOf } from './users.sql.ts'
import { noSuchUser } from './users.ts'

export function createGroups(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'keep_users', 'create queues')
  return createRecords(tx, actor, Group, drafts, (values) => ({ values }))
}

export function updateGroups(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'keep_users', 'change queues')
  return changeRecords(tx, actor, Group, changes, (_, values) => ({ values }))
}

/** A queue stays: records and their history may name it as their owner. */
async function refuseRemoval(_tx: Tx, actor: Actor, ids: readonly number[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'keep_users', 'change queues')
  return ids.map((id) => ({
    id,
    refusal: new Refusal(
      'queues_stay',
      'A queue is never deleted, because records name it as their owner. Take its members out instead.',
      { rule: 'Queues are emptied, not deleted.' },
    ),
  }))
}

export const groupDoor: Door = { definition: Group, create: createGroups, update: updateGroups, remove: refuseRemoval }

/** Members of a queue: they see what it owns, and may take it. */
export async function listMembers(tx: Tx, actor: Actor, groupId: number) {
  await getRecord(tx, actor, Group, groupId, ['Name'])
  return membersOf(tx, groupId)
}

export async function addMembers(tx: Tx, actor: Actor, groupId: number, userIds: readonly number[]): Promise<void> {
  refuseUnlessHas(actor, 'keep_users', 'change who is in a queue')
  await getRecord(tx, actor, Group, groupId, ['Name'])
  const there = new Set((await recordsById(tx, actor, User, userIds, ['Id'])).map(({ Id }) => Id))
  for (const id of userIds) if (!there.has(id)) throw noSuchUser(id)
  await insertMembers(tx, groupId, userIds)
}

export async function removeMembers(tx: Tx, actor: Actor, groupId: number, userIds: readonly number[]): Promise<void> {
  refuseUnlessHas(actor, 'keep_users', 'change who is in a queue')
  await getRecord(tx, actor, Group, groupId, ['Name'])
  await deleteMembers(tx, groupId, userIds)
}
