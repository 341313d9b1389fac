import type { TargetField } from '../reading/field.ts'
import { isMisspelling, squeezed } from '../reading/folding.ts'
import { isUnnamed } from '../reading/layout.ts'
import { contentOf, picklistKeys, picklistShare, suits, type Content } from './content.ts'
import { isWordForObject, objectIn } from './objectWords.ts'
import { wordsFor } from './synonyms.ts'
import { namesAmong, type Told } from './unnamed.ts'

/** An object a file may be imported into, as describe shows it; only fields that may be written, and Name. */
export type TargetObject = { readonly name: string; readonly label: string; readonly fields: readonly TargetField[] }

/** Where a column goes, and why we think so. */
export type ColumnMapping = {
  readonly column: string
  /** API name; null leaves the column out. */
  readonly field: string | null
  /** For a reference: the field of the referenced record that the cells hold ('Name', 'Email', 'Id', or an external id). */
  readonly by?: string
  /** 0 to 1. */
  readonly confidence: number
  readonly reason: string
}

export type Column = { readonly name: string; readonly cells: readonly string[] }

type Candidate = {
  readonly column: number
  readonly field: TargetField
  readonly confidence: number
  readonly reason: string
  readonly by?: string
}

const LEAST_CONFIDENCE = 0.4

/** Suggests a field for each column, each field at most once, from the columns' names and what their cells hold. */
export const suggestMapping = (columns: readonly Column[], target: TargetObject): readonly ColumnMapping[] =>
  suggestForRead(columns.map(readColumn), target)

/** The same for columns that were read: a file may have thousands, and is held against every object there is. */
export function suggestForRead(columns: readonly ReadColumn[], target: TargetObject): readonly ColumnMapping[] {
  const fields = target.fields.map((field) => knownField(target, field))
  const candidates = [
    ...columns.flatMap((column, at) => candidatesFor(column, at, fields, target)),
    ...candidatesTold(columns, target),
  ]
  candidates.sort((a, b) => b.confidence - a.confidence || a.column - b.column)
  const fieldTaken = new Set<string>()
  const chosen = new Map<number, Candidate>()
  for (const one of candidates) {
    if (one.confidence < LEAST_CONFIDENCE || chosen.has(one.column) || fieldTaken.has(one.field.name)) continue
    chosen.set(one.column, one)
    fieldTaken.add(one.field.name)
  }
  return columns.map(({ name, content }, at) =>
    asMapping(name, withoutNameClash(chosen.get(at), fieldTaken), content.filled === 0),
  )
}

/** What names, of a file that has no names for its columns, are told by. */
function candidatesTold(columns: readonly ReadColumn[], target: TargetObject): readonly Candidate[] {
  const unnamed = columns.flatMap(({ name, content }, at) => (isUnnamed(name, at) ? [{ at, content }] : []))
  return namesAmong(unnamed).flatMap(({ at, what, confidence, reason }) => {
    const field = target.fields.find(({ name }) => name === fieldFor(what, target))
    return field === undefined
      ? []
      : [{ column: at, field, confidence, reason, ...(field.type === 'reference' ? { by: 'Name' } : {}) }]
  })
}

const fieldFor = (what: Told['what'], { name }: TargetObject): string =>
  what !== 'Company' ? what : name === 'Account' ? 'Name' : name === 'Contact' ? 'AccountId' : 'Company'

// A full name is only needed where its parts are not.
const withoutNameClash = (one: Candidate | undefined, taken: ReadonlySet<string>): Candidate | undefined =>
  one?.field.name === 'Name' && taken.has('LastName') ? undefined : one

function asMapping(column: string, one: Candidate | undefined, isEmpty: boolean): ColumnMapping {
  if (one === undefined)
    return {
      column,
      field: null,
      confidence: 0,
      reason: isEmpty ? 'The column is empty.' : 'Nothing in its name or cells says where it belongs.',
    }
  return {
    column,
    field: one.field.name,
    by: one.by,
    confidence: Math.round(one.confidence * 100) / 100,
    reason: one.reason,
  }
}

/** What is told of a column whatever it may be imported into. */
export type ReadColumn = {
  readonly name: string
  readonly content: Content
  readonly heading: Spoken
  /** 'Owner' and 'username' of 'Owner:User-username'. */
  readonly relation?: { readonly key: string; readonly by: string }
}

export function readColumn({ name, cells }: Column): ReadColumn {
  const [, relation, by] = RELATION.exec(name.trim()) ?? []
  return {
    name,
    content: contentOf(cells),
    heading: spokenIn(name),
    ...(relation === undefined || by === undefined ? {} : { relation: { key: squeezed(relation), by } }),
  }
}

/** A field with the words by which a column may be it. */
type KnownField = {
  readonly field: TargetField
  readonly whole: string
  readonly api: string
  readonly label: string
  readonly words: ReadonlySet<string>
  /** Of a reference: what a column says before the field of the record it names. */
  readonly relation?: string
  readonly picklist: ReadonlySet<string>
}

const knownField = (target: TargetObject, field: TargetField): KnownField => ({
  field,
  whole: squeezed(field.name),
  api: squeezed(field.name.replace(/__c$/, '')),
  label: squeezed(field.label),
  words: wordsFor(target.name, field.name),
  ...(field.type === 'reference' ? { relation: squeezed(field.name.replace(/(Id|__c)$/, '')) } : {}),
  picklist: picklistKeys(field),
})

function candidatesFor(
  column: ReadColumn,
  at: number,
  fields: readonly KnownField[],
  target: TargetObject,
): readonly Candidate[] {
  const { content } = column
  const heading = readHeading(column, fields, target)
  return fields.flatMap((known) => {
    const { field } = known
    const named = byName(heading, known, target)
    const found = named === undefined ? byContent(known, content) : weighed(named, field, suits(field, content))
    return found === undefined ? [] : [{ column: at, field, by: heading.by ?? referenceKey(field, content), ...found }]
  })
}

/** A heading, and of which object it speaks; all squeezed. */
type Spoken = { readonly whole: string; readonly rest?: string; readonly objectName?: string }
type Heading = { readonly whole: string; readonly rest?: string; readonly other?: string; readonly by?: string }
type Found = { readonly confidence: number; readonly reason: string }

/** 'Owner:User-username', 'Account.Oracle_Id__c' and 'Who:Contact-email' name a record by one of its fields. */
const RELATION = /^([A-Za-z]\w*?)(?:__r)?\s*(?:\.|:(?:\w+-))(\w+)$/

function spokenIn(name: string): Spoken {
  const whole = squeezed(name.replace(/__c$/i, '').replace(/\(.*\)$/, ''))
  const spoken = objectIn(name.replace(/__c$/i, ''))
  return spoken === undefined ? { whole } : { whole, rest: squeezed(spoken.rest), objectName: spoken.objectName }
}

function readHeading({ heading, relation }: ReadColumn, fields: readonly KnownField[], target: TargetObject): Heading {
  const reference = relation === undefined ? undefined : fields.find((known) => known.relation === relation.key)
  if (relation !== undefined && reference !== undefined) return { whole: reference.whole, by: relation.by }
  const { whole, rest, objectName } = heading
  return objectName === target.name ? { whole, rest } : { whole, rest, other: objectName }
}

function byName(heading: Heading, known: KnownField, target: TargetObject): Found | undefined {
  const { field, api, label, words } = known
  if (heading.whole === api) return { confidence: 1, reason: `Its name is the field's API name, ${field.name}.` }
  if (heading.whole === label) return { confidence: 0.98, reason: `Its name is the field's label, ${field.label}.` }
  // What a heading says of another object is not said of this one, unless it points there; a lead is person and company at once.
  const isForeign = heading.other !== undefined && target.name !== 'Lead' && field.type !== 'reference'
  if (!isForeign && words.has(heading.whole))
    return { confidence: 0.9, reason: `Its name is another word for ${field.label}.` }
  // A column named after the object itself holds the record's name.
  if (field.name === 'Name' && isWordForObject(target.name, heading.whole))
    return { confidence: 0.88, reason: `Its name is the record itself, so it holds the ${field.label}.` }
  if (heading.rest !== undefined) {
    const other = byRest(heading, heading.rest, known, target)
    if (other !== undefined) return other
  }
  if (field.type === 'reference' && `${heading.whole}id` === api)
    return { confidence: 0.85, reason: `Its name is the record that ${field.label} points to.` }
  if (isMisspelling(heading.whole, label) || isMisspelling(heading.whole, api))
    return { confidence: 0.62, reason: `Its name is nearly ${field.label}.` }
  return undefined
}

function byRest(
  heading: Heading,
  rest: string,
  { field, api, label, words }: KnownField,
  target: TargetObject,
): Found | undefined {
  const isOwn = heading.other === undefined
  const isReferenceToOther =
    !isOwn &&
    field.type === 'reference' &&
    field.references?.includes(heading.other ?? '') === true &&
    /^(name|id|accountname|companyname|email|key)$/.test(rest)
  if (isReferenceToOther)
    return { confidence: 0.86, reason: `It names the ${heading.other} that ${field.label} points to.` }
  if (!isOwn && !(target.name === 'Lead' && ['Contact', 'Account'].includes(heading.other ?? ''))) return undefined
  return rest === api || rest === label || words.has(rest)
    ? {
        confidence: isOwn ? 0.87 : 0.6,
        reason: `Its name says ${field.label} of the ${isOwn ? target.label : heading.other}.`,
      }
    : undefined
}

function weighed(found: Found, field: TargetField, fits: number | undefined): Found {
  if (fits === undefined) return found
  if (fits >= 0.5) return { ...found, confidence: Math.min(1, found.confidence + 0.02) }
  return {
    confidence: found.confidence * (0.3 + fits),
    reason: `${found.reason} But most of its cells do not look like a ${field.label}.`,
  }
}

function byContent({ field, picklist }: KnownField, content: Content): Found | undefined {
  if (content.filled === 0) return undefined
  if (field.name === 'Email' && content.email > 0.7)
    return { confidence: 0.7, reason: 'Its cells are e-mail addresses.' }
  if (field.name === 'Phone' && content.phone > 0.8 && (content.number < 0.8 || content.dialled > 0.5))
    return { confidence: 0.6, reason: 'Its cells look like phone numbers.' }
  if (field.name === 'Website' && content.url > 0.8) return { confidence: 0.6, reason: 'Its cells are web addresses.' }
  if (content.country > 0.8 && /^(Mailing|Billing)?Country$/.test(field.name))
    return { confidence: 0.6, reason: 'Its cells are countries.' }
  const known = picklistShare(picklist, content)
  if (known > 0.6 && content.words.length > 1)
    return { confidence: 0.4 + known * 0.3, reason: `Its cells are values of ${field.label}.` }
  return undefined
}

/** What the cells of a reference hold: ids, e-mail addresses, or names. */
function referenceKey(field: TargetField, content: Content): string | undefined {
  if (field.type !== 'reference') return undefined
  if (content.id > 0.8) return 'Id'
  return content.email > 0.5 ? 'Email' : 'Name'
}
