import type { Tx } from '../../../../platform/tx.ts'
import { componentTypes } from '../components.ts'
import { partsOfFullName } from '../customField.ts'
import { textIn, type PlainObject } from '../plain.ts'
import { componentXml, manifestXml, type Manifest } from './manifest.ts'

export type Retrieved = {
  readonly files: ReadonlyMap<string, string>
  readonly properties: readonly PlainObject[]
  /** What was asked for and is not there. */
  readonly problems: readonly string[]
}

type Found = { readonly type: string; readonly fullName: string; readonly metadata: PlainObject }

const ROOT = 'unpackaged'

/** The files of what a manifest names. Fields stand in the file of their object. */
export async function retrieved(tx: Tx, manifest: Manifest): Promise<Retrieved> {
  const found: Found[] = []
  const problems: string[] = []
  for (const { name, members } of manifest.types) {
    const type = componentTypes.get(name)
    if (type === undefined) {
      problems.push(`Entity type: '${name}' is unknown`)
      continue
    }
    const names = members.includes('*') ? await allOf(tx, name) : members
    const read = await type.read(tx, names, manifest.version)
    for (const [at, metadata] of read.entries()) {
      const fullName = names[at] ?? ''
      if (metadata === undefined) problems.push(`Entity of type '${name}' named '${fullName}' cannot be found`)
      else found.push({ type: name, fullName: textIn(metadata.fullName, fullName), metadata })
    }
  }
  return { ...filesOf(found, manifest), problems }
}

/** Of objects `*` means those an org made itself, as in Salesforce. */
async function allOf(tx: Tx, name: string): Promise<readonly string[]> {
  const listed = (await componentTypes.get(name)?.list(tx)) ?? []
  return listed.map(({ fullName }) => fullName).filter((fullName) => name !== 'CustomObject' || /__\w$/.test(fullName))
}

function filesOf(found: readonly Found[], manifest: Manifest): Omit<Retrieved, 'problems'> {
  const files = new Map<string, string>()
  const properties: PlainObject[] = []
  const inObjects = new Map(
    [...Map.groupBy(found.filter(isPart), ({ fullName }) => partsOfFullName(fullName).objectName)].map(
      ([objectName, parts]) => [objectName, partsOf(parts)] as const,
    ),
  )
  for (const one of found) {
    const { type, fullName, metadata } = one
    const path = pathOf(one)
    properties.push(propertyOf(type, fullName, path))
    // What an object says of its own fields is all of them.
    if (!isPart(one)) files.set(`${ROOT}/${path}`, componentXml(type, { ...partsIn(inObjects, one), ...metadata }))
  }
  for (const [objectName, parts] of inObjects) {
    const path = `${ROOT}/objects/${objectName}.object`
    if (!files.has(path)) files.set(path, componentXml('CustomObject', parts))
  }
  const types = [...Map.groupBy(found, ({ type }) => type)].map(([name, list]) => ({
    name,
    members: list.map(({ fullName }) => fullName),
  }))
  files.set(`${ROOT}/package.xml`, manifestXml({ types, version: manifest.version }))
  return { files, properties: [...properties, propertyOf('Package', `${ROOT}/package.xml`, 'package.xml')] }
}

const partNameOf = ({ type }: Found) => componentTypes.get(type)?.inObjectAs

const isPart = (one: Found): boolean => partNameOf(one) !== undefined

function pathOf({ type, fullName }: Found): string {
  const { directoryName = '', suffix = '', inObjectAs } = componentTypes.get(type) ?? {}
  return `${directoryName}/${inObjectAs === undefined ? fullName : partsOfFullName(fullName).objectName}.${suffix}`
}

const partsOf = (parts: readonly Found[]): PlainObject =>
  Object.fromEntries([...Map.groupBy(parts, partNameOf)].map(([name, own]) => [name, own.map(inObject)]))

const partsIn = (inObjects: ReadonlyMap<string, PlainObject>, { type, fullName }: Found): PlainObject =>
  type === 'CustomObject' ? (inObjects.get(fullName) ?? {}) : {}

const inObject = ({ fullName, metadata }: Found): PlainObject => ({
  ...metadata,
  fullName: partsOfFullName(fullName).name,
})

const propertyOf = (type: string, fullName: string, path: string): PlainObject => ({
  createdById: '',
  createdByName: '',
  createdDate: new Date(0).toISOString(),
  fileName: `${ROOT}/${path}`,
  fullName,
  id: '',
  lastModifiedById: '',
  lastModifiedByName: '',
  lastModifiedDate: new Date(0).toISOString(),
  manageableState: 'unmanaged',
  type,
})
