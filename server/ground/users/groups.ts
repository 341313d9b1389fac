import { Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import type { ChangeDraft, Door } from '../objects/door.ts'
import type { Draft } from '../objects/drafts.ts'
import { changeRecords, createRecords, getRecord, savedIds } from '../objects/objects.ts'
import type { Saved } from '../objects/save.ts'
import { recordsById } from '../objects/list.ts'
import { refuseUnlessHas, type Actor } from './actor.ts'
import { Group } from './group.ts'
import { User } from './user.ts'
import { deleteMembers, insertMembers, membersOf } from './users.sql.ts'
import { noSuchUser } from './users.ts'

export async function createGroups(tx: Tx, actor: Actor, drafts: readonly Draft[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'keep_users', 'create queues')
  const saved = await createRecords(tx, actor, Group, drafts, (values) => ({ values }))
  await told(tx, actor, 'created', savedIds(saved))
  return saved
}

export async function updateGroups(tx: Tx, actor: Actor, changes: readonly ChangeDraft[]): Promise<Saved[]> {
  refuseUnlessHas(actor, 'keep_users', 'change queues')
  const saved = await changeRecords(tx, actor, Group, changes, (_, values) => ({ values }))
  await told(tx, actor, 'changed', savedIds(saved))
  return saved
}

/** A change of queues is remembered for who looks after the org, by the name of the first. */
async function told(tx: Tx, actor: Actor, act: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const [first] = await recordsById(tx, actor, Group, ids.slice(0, 1), ['Name'])
  announce(tx, { type: `queue.${act}`, recordIds: ids, actorId: actor.userId, payload: { name: first?.['Name'] } })
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
  await told(tx, actor, 'members_added', [groupId])
}

export async function removeMembers(tx: Tx, actor: Actor, groupId: number, userIds: readonly number[]): Promise<void> {
  refuseUnlessHas(actor, 'keep_users', 'change who is in a queue')
  await getRecord(tx, actor, Group, groupId, ['Name'])
  await deleteMembers(tx, groupId, userIds)
  await told(tx, actor, 'members_removed', [groupId])
}
