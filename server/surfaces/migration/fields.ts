import { fieldNamed, isDerived, type Field, type ObjectDefinition } from '../../ground/objects/definition.ts'
import type { TheirObject } from './describing.ts'
import type { ObjectPlan } from './plan.ts'

/** A field of ours and the name of theirs it is read from. */
export type FieldPair = { readonly ours: Field; readonly theirs: string }

/** Stamps are read beside the fields, and these Assay keeps for itself. */
const APART = new Set([
  'id',
  'createddate',
  'createdbyid',
  'lastmodifieddate',
  'lastmodifiedbyid',
  'systemmodstamp',
  'personid',
  'importid',
  'masterrecordid',
  'lastvieweddate',
])

const STAMPS = ['Id', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById']

/** The fields both sides have and ours keeps. */
export const pairsOf = (definition: ObjectDefinition, theirs: TheirObject): FieldPair[] =>
  theirs.fields.flatMap(({ name, type }) => {
    const ours = fieldNamed(definition, name)
    const isKept = ours !== undefined && !isDerived(ours) && ours.type !== 'base64' && type !== 'base64'
    return isKept && !APART.has(ours.name.toLowerCase()) ? [{ ours, theirs: name }] : []
  })

/** What the source is asked for: the fields both have, the stamps, and what a plan works others out from. */
export function askedFields(pairs: readonly FieldPair[], theirs: TheirObject, plan: ObjectPlan): string[] {
  const there = new Map(theirs.fields.map(({ name }) => [name.toLowerCase(), name]))
  const more = [...STAMPS, ...(plan.alsoRead ?? [])].flatMap((name) => there.get(name.toLowerCase()) ?? [])
  return [...new Set([...more, ...pairs.map((pair) => pair.theirs)])]
}
