import { encodeId } from '../../../../shared/ids.ts'
import { catalogueUndone } from '../../../ground/objects/catalogue.ts'
import { namesOf } from '../../../ground/objects/present.ts'
import { refuseUnlessHas, type Actor } from '../../../ground/users/actor.ts'
import { inSavepoint, type Tx } from '../../../platform/tx.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { ClientFault } from '../soap/clientFault.ts'
import type { XmlElement } from '../soap/xml.ts'
import type { ComponentType } from './componentType.ts'
import { componentTypes } from './components.ts'
import { checked, invalid } from './customField.ts'
import {
  cancelDeploy,
  checkDeployStatus,
  checkRetrieveStatus,
  checkStatus,
  deploy,
  deployRecentValidation,
  retrieve,
} from './packages/packages.ts'
import { plainOf, textNamed, textsNamed, type PlainObject } from './plain.ts'
import { errorsOf } from './refusals.ts'
import { valueSetShape } from './shapes.ts'
import { stampRows } from './stamps.sql.ts'
import { describeValueType } from './valueTypes.ts'

/** The calls of Metadata API that answer at once. */

export type MetadataCall = {
  readonly tx: Tx
  readonly actor: Actor
  readonly call: XmlElement
  /** As in the address: `64.0`. */
  readonly version: string
  readonly allOrNone: boolean
}

/** What stands in the answer as `result`, once or several times; metadata bears its type. */
export type Result = PlainObject | readonly PlainObject[] | string

const MOST_COMPONENTS = 10
const MOST_QUERIES = 3

const describeMetadata = async (): Promise<Result> => ({
  metadataObjects: [...componentTypes.values()]
    .filter(({ inObjectAs }) => inObjectAs === undefined)
    .map(({ xmlName, directoryName, suffix, childXmlNames = [] }) => ({
      childXmlNames,
      directoryName,
      inFolder: false,
      metaFile: false,
      suffix,
      xmlName,
    })),
  organizationNamespace: '',
  partialSaveAllowed: true,
  testRequired: false,
})

async function listMetadata({ tx, call }: MetadataCall): Promise<Result> {
  const queries = call.children.filter(({ name }) => name === 'queries')
  if (queries.length > MOST_QUERIES)
    throw dialectRefusal('LIMIT_EXCEEDED', `A call lists at most ${MOST_QUERIES} kinds of metadata.`)
  const stamps = new Map((await stampRows(tx)).map((stamp) => [stamp.id, stamp]))
  const names = await namesOf(
    tx,
    new Set(
      [...stamps.values()].flatMap(({ createdById, lastModifiedById }) =>
        [createdById ?? [], lastModifiedById ?? []].flat(),
      ),
    ),
  )
  const person = (id: number | null | undefined) =>
    id === null || id === undefined ? { id: '', name: '' } : { id: encodeId(id), name: names.get(id) ?? '' }
  const lists = await Promise.all(
    queries.map(async (query) => {
      const type = componentTypes.get(textNamed(query, 'type'))
      // A kind of which there is none has an empty list.
      return type === undefined ? [] : (await type.list(tx)).map((one) => ({ ...one, type: type.xmlName }))
    }),
  )
  return lists.flat().map(({ fullName, id, file, type }) => {
    const stamp = id === undefined ? undefined : stamps.get(id)
    const [maker, changer] = [person(stamp?.createdById), person(stamp?.lastModifiedById)]
    return {
      createdById: maker.id,
      createdByName: maker.name,
      createdDate: (stamp?.createdAt ?? new Date(0)).toISOString(),
      fileName: file,
      fullName,
      id: id === undefined ? '' : encodeId(id),
      lastModifiedById: changer.id,
      lastModifiedByName: changer.name,
      lastModifiedDate: (stamp?.lastModifiedAt ?? new Date(0)).toISOString(),
      manageableState: 'unmanaged',
      type,
    }
  })
}

async function readMetadata({ tx, call, version }: MetadataCall): Promise<Result> {
  const type = typeNamed(textNamed(call, 'type'))
  const fullNames = namesIn(call)
  const read = await type.read(tx, fullNames, version)
  return { records: read.map((one) => (one === undefined ? null : { [TYPE]: type.xmlName, ...one })) }
}

/** Where plain metadata says its type; it becomes `xsi:type`. */
export const TYPE = '@type'

const createMetadata = (given: MetadataCall) =>
  saved(given, async (tx, type, metadata) => {
    await allowed(type, type.create, 'created')(tx, given.actor, metadata)
    return {}
  })

const updateMetadata = (given: MetadataCall) =>
  saved(given, async (tx, type, metadata) => {
    await allowed(type, type.update, 'changed')(tx, given.actor, metadata)
    return {}
  })

const upsertMetadata = (given: MetadataCall) =>
  saved(given, async (tx, type, metadata) => {
    const [before] = await type.read(tx, [fullNameOf(metadata)])
    const created = before === undefined
    await allowed(type, created ? type.create : type.update, created ? 'created' : 'changed')(tx, given.actor, metadata)
    return { created }
  })

async function deleteMetadata(given: MetadataCall): Promise<Result> {
  const type = typeNamed(textNamed(given.call, 'type'))
  return each(
    given,
    namesIn(given.call),
    (fullName) => fullName,
    async (tx, fullName) => {
      await allowed(type, type.remove, 'deleted')(tx, given.actor, fullName)
      return {}
    },
  )
}

async function renameMetadata(given: MetadataCall): Promise<Result> {
  const { call, actor } = given
  const type = typeNamed(textNamed(call, 'type'))
  const [from, to] = [textNamed(call, 'oldFullName'), textNamed(call, 'newFullName')]
  const [result] = await each(
    given,
    // A client finds its answer by the name it knew.
    [from],
    (name) => name,
    async (tx) => {
      await allowed(type, type.rename, 'renamed')(tx, actor, from, to)
      return {}
    },
  )
  return result ?? {}
}

/** Everything a call can be. */
export const calls: Readonly<Record<string, (given: MetadataCall) => Promise<Result>>> = {
  describeMetadata,
  describeValueType,
  listMetadata,
  readMetadata,
  createMetadata,
  updateMetadata,
  upsertMetadata,
  deleteMetadata,
  renameMetadata,
  deploy,
  checkDeployStatus,
  retrieve,
  checkRetrieveStatus,
  checkStatus,
  deployRecentValidation,
  cancelDeploy,
}

/** Whether the call changes nothing. */
export const isReading = (name: string): boolean => /^(?:describe|list|read|check)/.test(name)

/** Runs a call for who may set up. */
export async function answerCall(given: MetadataCall): Promise<Result> {
  const { name } = given.call
  const run = calls[name]
  if (run === undefined)
    throw new ClientFault(
      `No operation available for request ${name.slice(0, 80)}, please check the WSDL for the service.`,
    )
  refuseUnlessHas(given.actor, 'set_up', 'see or change how objects are set up')
  return run(given)
}

const saved = (
  given: MetadataCall,
  save: (tx: Tx, type: ComponentType, metadata: PlainObject) => Promise<PlainObject>,
): Promise<readonly PlainObject[]> => {
  const sent = given.call.children.filter(({ name }) => name === 'metadata')
  refuseTooMany(sent)
  return each(
    given,
    sent,
    (one) => fullNameOf(plainOf(one)),
    (tx, one) => save(tx, typeNamed(one.type ?? ''), plainOf(one)),
  )
}

/** One after the other, each in a savepoint of its own: what one is made of may be what the one before made. */
async function each<One>(
  { tx, allOrNone }: MetadataCall,
  all: readonly One[],
  nameOf: (one: One) => string,
  act: (tx: Tx, one: One) => Promise<PlainObject>,
): Promise<readonly PlainObject[]> {
  const results: PlainObject[] = []
  for (const one of all) {
    try {
      results.push({ fullName: nameOf(one), success: true, ...(await inSavepoint(tx, () => act(tx, one))) })
    } catch (error) {
      const errors = errorsOf(error)
      if (errors === undefined) throw error
      if (allOrNone) throw new NothingSaved(rolledBack(all.map(nameOf), results.length, errors))
      catalogueUndone(tx)
      results.push({ fullName: nameOf(one), success: false, errors })
    }
  }
  return results
}

/** The transaction is undone, and this is answered. */
export class NothingSaved extends Error {
  readonly results: readonly PlainObject[]

  constructor(results: readonly PlainObject[]) {
    super('Nothing of this call was kept.')
    this.results = results
  }
}

const rolledBack = (names: readonly string[], place: number, errors: readonly PlainObject[]): PlainObject[] =>
  names.map((fullName, at) => ({
    fullName,
    success: false,
    errors:
      at === place
        ? errors
        : [
            {
              message:
                'Record rolled back because not all records were valid and the request was using AllOrNone header',
              statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
            },
          ],
  }))

function typeNamed(name: string): ComponentType {
  const type = componentTypes.get(name)
  if (type !== undefined) return type
  throw dialectRefusal(
    'INVALID_TYPE',
    `Metadata of the type '${name.slice(0, 80)}' is not kept here. There are ${[...componentTypes.keys()].join(', ')}; roles and what they may do are set in Setup.`,
    { kind: 'rule' },
  )
}

function allowed<Act>({ xmlName }: ComponentType, act: Act | undefined, done: string): Act {
  if (act !== undefined) return act
  throw invalid(`${xmlName} cannot be ${done} through this call.`)
}

const fullNameOf = (metadata: PlainObject): string =>
  checked(() => valueSetShape.pick({ fullName: true }).parse(metadata)).fullName

function namesIn(call: XmlElement): readonly string[] {
  const names = textsNamed(call, 'fullNames')
  refuseTooMany(names)
  return names
}

function refuseTooMany(list: readonly unknown[]): void {
  if (list.length > MOST_COMPONENTS)
    throw dialectRefusal('LIMIT_EXCEEDED', `A call takes at most ${MOST_COMPONENTS} components. Send them in parts.`)
}
