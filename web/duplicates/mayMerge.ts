import { reasonAgainst, type Session } from '../api/session.ts'
import { collectionOf } from '../api/objects.ts'

/** Why this person does not merge records of an object; undefined when they may. */
export const reasonAgainstMerge = (session: Session, objectName: string): string | undefined =>
  reasonAgainst(session, 'merge', `merge ${collectionOf(objectName).slice(1)}`)
