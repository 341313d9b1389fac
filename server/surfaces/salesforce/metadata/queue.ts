import { ownedByQueues } from '../catalogue/objects/lists.sql.ts'
import type { ComponentType } from './componentType.ts'
import { queueRows, type QueueRow } from './queues.sql.ts'
import type { PlainObject } from './plain.ts'

/** Queues with their members, and the objects whose records they may own. */

const metadataOfQueue = ({ apiName, name, email, members }: QueueRow): PlainObject => ({
  fullName: apiName,
  doesSendEmailToMembers: false,
  ...(email === null ? {} : { email }),
  name,
  ...(members.length === 0 ? {} : { queueMembers: { users: { user: members } } }),
  queueSobject: ownedByQueues().map((sobjectType) => ({ sobjectType })),
})

export const queue: ComponentType = {
  xmlName: 'Queue',
  directoryName: 'queues',
  suffix: 'queue',
  list: async (tx) =>
    (await queueRows(tx)).map(({ apiName, id }) => ({ fullName: apiName, id, file: `queues/${apiName}.queue` })),
  read: async (tx, fullNames) => {
    const rows = new Map((await queueRows(tx)).map((row) => [row.apiName.toLowerCase(), row]))
    return fullNames.map((name) => {
      const row = rows.get(name.toLowerCase())
      return row === undefined ? undefined : metadataOfQueue(row)
    })
  },
}
