import { findDefinition } from '../../../ground/objects/catalogue.ts'
import { may } from '../../../ground/users/actor.ts'
import { describeSObject } from '../dialect/describe.ts'
import { described } from '../dialect/describeField.ts'
import { base, type Asked, type Here } from '../rest/asked.ts'

/** What is told of changes to an object's records, `LeadChangeEvent` and `Invoice__ChangeEvent`: heard, and never asked for. */

/** The describe of a change event; undefined for a name that is none, or of an object whose changes nobody hears. */
export async function describeChangeEvent(here: Here, asked: Asked, name: string) {
  const definition = await objectChanged(here, name)
  if (definition === undefined) return undefined
  const { tx, actor, rooms } = here
  const whole = await describeSObject(tx, actor, rooms, definition.name, asked.version)
  const eventName = `${definition.name.replace(/__c$/, '__')}ChangeEvent`
  const url = `${base(asked)}/sobjects/${eventName}`
  return {
    ...whole,
    ...nothingToDo,
    childRelationships: [],
    compactLayoutable: false,
    fields: [...headFields, ...whole.fields.filter(({ name: field }) => !LEFT_OUT.has(field)).map(onlyRead)],
    keyPrefix: null,
    label: `${whole.label} Change Event`,
    labelPlural: `${whole.label} Change Events`,
    name: eventName,
    recordTypeInfos: [],
    searchLayoutable: false,
    supportedScopes: [],
    urls: { describe: `${url}/describe`, rowTemplate: `${url}/{ID}`, sobject: url },
  }
}

async function objectChanged({ tx, actor }: Here, name: string) {
  const [, object, own] = /^(\w+?)(__)?ChangeEvent$/i.exec(name) ?? []
  if (object === undefined) return undefined
  const definition = await findDefinition(tx, own === undefined ? object : `${object}__c`)
  const isHeard = definition?.rows === undefined && definition?.isEvent !== true
  return definition !== undefined && isHeard && may(actor, 'read', definition) ? definition : undefined
}

const nothingToDo = {
  createable: false,
  deletable: false,
  layoutable: false,
  mergeable: false,
  mruEnabled: false,
  queryable: false,
  replicateable: false,
  retrieveable: false,
  searchable: false,
  triggerable: true,
  undeletable: false,
  updateable: false,
} as const

/** In the header instead: whose change it was, and when. */
const LEFT_OUT = new Set(['Id', 'IsDeleted', 'SystemModstamp'])

const headFields = [
  described('string', { name: 'ReplayId', label: 'Replay ID', length: 1000, nillable: true }),
  described('complexvalue', { name: 'ChangeEventHeader', label: 'Change Event Header', nillable: true }),
]

const onlyRead = <Field extends object>(field: Field) => ({
  ...field,
  createable: false,
  filterable: false,
  groupable: false,
  sortable: false,
  updateable: false,
})
