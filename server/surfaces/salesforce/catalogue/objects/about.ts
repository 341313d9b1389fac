import type { About, AskedFor, ObjectDefinition } from '../../../../ground/objects/definition.ts'

/** Tools ask the catalogue about one object at a time: rows about the others are not even made. */

/** Relationships that stay with the object a row is about. */
const SAME = new Set(['entitydefinition', 'fielddefinition', 'entityparticle', 'parentsobject'])

/** Fields that begin with the object's name, and perhaps go on after a dot. */
const BEGINNING = new Set([
  'durableid',
  'entitydefinitionid',
  'fielddefinitionid',
  'entityparticleid',
  'parentsobjectid',
])

/** Of which objects the fields of a catalogue's row say that it is: those that hold an object's name, or begin with it. */
export const aboutOf =
  (...ownNames: readonly string[]) =>
  (asked: readonly AskedFor[]): About | undefined => {
    const telling = asked.find(({ path }) => tells(path, ownNames))
    return telling === undefined ? undefined : new Set(telling.values.map((value) => value.split('.')[0] ?? value))
  }

function tells(path: readonly string[], ownNames: readonly string[]): boolean {
  const [name = '', ...relationships] = path.toReversed()
  if (!relationships.every((one) => SAME.has(one))) return false
  if (BEGINNING.has(name)) return true
  const [last] = relationships
  return last === undefined
    ? ownNames.includes(name)
    : name === 'qualifiedapiname' && (last === 'entitydefinition' || last === 'parentsobject')
}

/** Whether rows of an object are wanted. */
export const isAbout = (about: About | undefined, { name }: ObjectDefinition): boolean =>
  about === undefined || about.has(name.toLowerCase())
