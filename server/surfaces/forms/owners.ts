import { encodeId } from '../../../shared/ids.ts'
import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { createTasks } from '../../records/activities/activities.ts'
import { updateContacts } from '../../records/contacts/contacts.ts'
import type { KnownPerson } from '../../records/inquiries/inquiry.ts'
import { updateLeads } from '../../records/leads/leads.ts'
import { openTasksCalled } from './owners.sql.ts'
import { subjectOf, type Accepted } from './accepted.ts'

/**
 * Tells the owners of people we knew that they asked again, once as long as their task is open; a closed lead stays
 * closed. Who ticked an opt-out is opted out from now on, whoever they were before.
 */
export async function tellOwners(tx: Tx, accepted: readonly Accepted[]): Promise<void> {
  const known = accepted.flatMap((one) =>
    one.known === undefined
      ? []
      : [{ one, person: one.known, subject: `${one.known.name} asked again: ${subjectOf(one)}`.slice(0, 255) }],
  )
  if (known.length === 0) return
  const open = await openTasksCalled(
    tx,
    known.map(({ person }) => person.id),
    known.map(({ subject }) => subject),
  )
  const wanted = known.filter(({ person, subject }) => {
    const key = `${person.id} ${person.ownerId} ${subject}`
    const isNew = !open.has(key)
    open.add(key)
    return isNew
  })
  await createTasks(
    tx,
    theProgram,
    wanted.map(({ person, subject, one }) => ({
      Subject: subject,
      WhoId: encodeId(person.id),
      OwnerId: encodeId(person.ownerId),
      ActivityDate: tx.now.toISOString().slice(0, 10),
      Priority: 'High',
      Description: describe(person, one),
      ActivityKind: person.object === 'Lead' ? 'Qualification' : 'Deal',
    })),
  )
  await honourOptOuts(tx, known)
}

function describe(person: KnownPerson, { understanding: { lead } }: Accepted): string {
  const said = Object.entries(lead).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== ''
      ? [`${name}: ${value.replaceAll('\u0000', '').slice(0, 1000)}`]
      : [],
  )
  const closed = person.isClosed
    ? [`The lead is closed (${person.status ?? ''}). It stays closed until you reopen it with a reason.`, '']
    : []
  return [...closed, 'What they sent:', ...said].join('\n').slice(0, 32_000)
}

const optOuts = [
  ['HasOptedOutOfEmail', 'hasOptedOutOfEmail'],
  ['HasOptedOutOfFax', 'hasOptedOutOfFax'],
  ['DoNotCall', 'doNotCall'],
] as const

async function honourOptOuts(
  tx: Tx,
  known: readonly { readonly one: Accepted; readonly person: KnownPerson }[],
): Promise<void> {
  const drafts = new Map<number, { readonly person: KnownPerson; readonly draft: Record<string, true> }>()
  for (const { one, person } of known) {
    for (const [field, already] of optOuts) {
      if (one.understanding.lead[field] !== true || person[already]) continue
      const entry = drafts.get(person.id) ?? { person, draft: {} }
      entry.draft[field] = true
      drafts.set(person.id, entry)
    }
  }
  const changes = [...drafts.values()]
  const of = (object: KnownPerson['object']) =>
    changes.filter(({ person }) => person.object === object).map(({ person, draft }) => ({ id: person.id, draft }))
  if (of('Lead').length > 0) await updateLeads(tx, theProgram, of('Lead'))
  if (of('Contact').length > 0) await updateContacts(tx, theProgram, of('Contact'))
}
