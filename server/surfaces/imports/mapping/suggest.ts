import type { TargetField } from '../reading/field.ts'
import { isMisspelling, squeezed } from '../reading/folding.ts'
import { contentOf, picklistShare, suits, type Content } from './content.ts'
import { isWordForObject, objectIn } from './objectWords.ts'
import { isWordFor } from './synonyms.ts'

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
export function suggestMapping(columns: readonly Column[], target: TargetObject): readonly ColumnMapping[] {
  const contents = columns.map(({ cells }) => contentOf(cells))
  const candidates = columns.flatMap((column, at) => candidatesFor(column, at, contents[at] ?? contentOf([]), target))
  candidates.sort((a, b) => b.confidence - a.confidence || a.column - b.column)
  const fieldTaken = new Set<string>()
  const chosen = new Map<number, Candidate>()
  for (const one of candidates) {
    if (one.confidence < LEAST_CONFIDENCE || chosen.has(one.column) || fieldTaken.has(one.field.name)) continue
    chosen.set(one.column, one)
    fieldTaken.add(one.field.name)
  }
  return columns.map(({ name }, at) =>
    asMapping(name, withoutNameClash(chosen.get(at), fieldTaken), contents[at]?.filled === 0),
  )
}

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

function candidatesFor(column: Column, at: number, content: Content, target: TargetObject): readonly Candidate[] {
  const heading = readHeading(column.name, target)
  return target.fields.flatMap((field) => {
    const named = byName(heading, field, target)
    const fits = suits(field, content)
    const found = named === undefined ? byContent(field, content) : weighed(named, field, fits)
    return found === undefined ? [] : [{ column: at, field, by: heading.by ?? referenceKey(field, content), ...found }]
  })
}

type Heading = { readonly whole: string; readonly rest?: string; readonly other?: string; readonly by?: string }
type Found = { readonly confidence: number; readonly reason: string }

/** 'Owner:User-username', 'Account.Oracle_Id__c' and 'Who:Contact-email' name a record by one of its fields. */
const RELATION = /^([A-Za-z]\w*?)(?:__r)?\s*(?:\.|:(?:\w+-))(\w+)$/

function readHeading(name: string, target: TargetObject): Heading {
  const relation = RELATION.exec(name.trim())
  if (relation?.[1] !== undefined && relation[2] !== undefined) {
    const reference = target.fields.find(
      (field) =>
        field.type === 'reference' && squeezed(field.name.replace(/(Id|__c)$/, '')) === squeezed(relation[1] ?? ''),
    )
    if (reference !== undefined) return { whole: squeezed(reference.name), by: relation[2] }
  }
  const whole = squeezed(name.replace(/__c$/i, '').replace(/\(.*\)$/, ''))
  const spoken = objectIn(name.replace(/__c$/i, ''))
  if (spoken === undefined) return { whole }
  return spoken.objectName === target.name
    ? { whole, rest: squeezed(spoken.rest) }
    : { whole, other: spoken.objectName, rest: squeezed(spoken.rest) }
}

function byName(heading: Heading, field: TargetField, target: TargetObject): Found | undefined {
  const api = squeezed(field.name.replace(/__c$/, ''))
  const label = squeezed(field.label)
  if (heading.whole === api) return { confidence: 1, reason: `Its name is the field's API name, ${field.name}.` }
  if (heading.whole === label) return { confidence: 0.98, reason: `Its name is the field's label, ${field.label}.` }
  // What a heading says of another object is not said of this one, unless it points there; a lead is person and company at once.
  const isForeign = heading.other !== undefined && target.name !== 'Lead' && field.type !== 'reference'
  if (!isForeign && isWordFor(target.name, field.name, heading.whole))
    return { confidence: 0.9, reason: `Its name is another word for ${field.label}.` }
  // A column named after the object itself holds the record's name.
  if (field.name === 'Name' && isWordForObject(target.name, heading.whole))
    return { confidence: 0.88, reason: `Its name is the record itself, so it holds the ${field.label}.` }
  if (heading.rest !== undefined) {
    const other = byRest(heading, heading.rest, field, target, api, label)
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
  field: TargetField,
  target: TargetObject,
  api: string,
  label: string,
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
  const words = rest === api || rest === label || isWordFor(target.name, field.name, rest)
  return words
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

function byContent(field: TargetField, content: Content): Found | undefined {
  if (content.filled === 0) return undefined
  if (field.name === 'Email' && content.email > 0.7)
    return { confidence: 0.7, reason: 'Its cells are e-mail addresses.' }
  if (field.name === 'Phone' && content.phone > 0.8 && content.number < 0.8)
    return { confidence: 0.6, reason: 'Its cells look like phone numbers.' }
  if (field.name === 'Website' && content.url > 0.8) return { confidence: 0.6, reason: 'Its cells are web addresses.' }
  if (/^(Mailing|Billing)?Country$/.test(field.name) && content.country > 0.8)
    return { confidence: 0.6, reason: 'Its cells are countries.' }
  const known = picklistShare(field, content)
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
