import { recordsById } from '../../../ground/objects/list.ts'
import { theProgram } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { Contact } from '../../../records/contacts/fields.ts'
import type { KnownContact } from './threads.ts'
import type { Story } from './story.ts'

/** Contacts of the story, each once. */
export function someOf(
  story: Story,
  what: string,
  howMany: number,
  isMeant: (contact: KnownContact) => boolean = () => true,
): KnownContact[] {
  const random = story.random.fork(what)
  const meant = story.contacts.filter(isMeant)
  const found = new Map<number, KnownContact>()
  for (let tries = 0; tries < howMany * 6 && found.size < howMany && meant.length > 0; tries++) {
    const contact = random.pick(meant)
    found.set(contact.id, contact)
  }
  return [...found.values()]
}

/** Contacts as who takes part in an event. */
export async function attendees(then: Tx, contacts: readonly KnownContact[]) {
  const rows = await recordsById(
    then,
    theProgram,
    Contact,
    contacts.map(({ id }) => id),
    ['PersonId'],
  )
  const people = new Map(rows.map((row) => [row.Id, Number(row['PersonId'])]))
  return contacts.flatMap(({ id }) => {
    const personId = people.get(id)
    return personId === undefined ? [] : [{ object: 'Contact' as const, id, personId }]
  })
}
