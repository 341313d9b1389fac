import { catalogueUndone } from '../../../../ground/objects/catalogue.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import { inSavepoint, type Tx } from '../../../../platform/tx.ts'
import { dialectRefusal } from '../../dialect/errors.ts'
import type { ComponentType } from '../componentType.ts'
import { componentTypes } from '../components.ts'
import { invalid } from '../customField.ts'
import { plainOf, textIn, type Plain, type PlainObject } from '../plain.ts'
import { errorsOf } from '../refusals.ts'
import { manifestIn, rootOf, type Manifest } from './manifest.ts'
import type { Files } from './zip.ts'

/** One thing a package does: it saves a component, or takes one away. */
export type Step = {
  readonly type: string
  readonly fullName: string
  readonly fileName: string
  /** Absent: the component is taken away. */
  readonly metadata?: PlainObject
}

/** What became of one. */
export type Deployed = Omit<Step, 'metadata'> & {
  readonly created: boolean
  readonly deleted: boolean
  readonly changed: boolean
  readonly problem?: string
}

/** What a package shall do, in the order in which one thing builds on another. */
export function stepsIn(files: Files): readonly Step[] {
  const [root, manifest] = manifestOf(files)
  const saved = [...files].flatMap(([path, text]) => {
    const inside = path.startsWith(root) ? path.slice(root.length) : undefined
    return inside === undefined || isManifest(inside) || isSource(files, path) ? [] : savedBy(path, inside, text)
  })
  const named = new Set([
    ...saved.map(({ type, fullName }) => `${type} ${fullName}`.toLowerCase()),
    // The file of an object may say nothing but its fields.
    ...[...files.keys()].map((path) => `customobject ${fullNameIn(path)}`.toLowerCase()),
  ])
  const missing = manifest.types.flatMap(({ name, members }) =>
    members
      .filter((fullName) => fullName !== '*' && !named.has(`${name} ${fullName}`.toLowerCase()))
      .map((fullName): Step => ({ type: name, fullName, fileName: `${root}package.xml`, metadata: {} })),
  )
  return [
    ...removals(files, `${root}destructiveChangesPre.xml`),
    ...removals(files, `${root}destructiveChanges.xml`),
    ...saved.toSorted((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type)),
    ...missing,
    ...removals(files, `${root}destructiveChangesPost.xml`),
  ]
}

const isManifest = (inside: string): boolean => /^[^/]+\.xml$/.test(inside)

/** Whether a file is no XML of its own: code, a page, an image. What it is says the one beside it, `Name.cls-meta.xml`. */
const isSource = (files: Files, path: string): boolean => files.has(`${path}-meta.xml`)

/** Sets of values before the fields that use them, objects before the fields that point to them. */
const ORDER = [
  'GlobalValueSet',
  'StandardValueSet',
  'CustomObject',
  'CustomField',
  'ListView',
  'CustomTab',
  'Layout',
  'Profile',
  'Queue',
]

function manifestOf(files: Files): readonly [root: string, manifest: Manifest] {
  const path = [...files.keys()].find((one) => /^(?:[^/]+\/)?package\.xml$/.test(one))
  if (path === undefined)
    throw dialectRefusal(
      'INVALID_OPERATION',
      'No package.xml found: it says what the package holds, and stands beside its folders.',
    )
  return [path.slice(0, -'package.xml'.length), manifestIn(rootOf(path, files.get(path) ?? ''))]
}

function removals(files: Files, path: string): readonly Step[] {
  const text = files.get(path)
  if (text === undefined) return []
  return manifestIn(rootOf(path, text)).types.flatMap(({ name, members }) =>
    members.map((fullName) => ({ type: name, fullName, fileName: path })),
  )
}

/** The components a file holds: an object's fields are components of their own. */
function savedBy(path: string, inside: string, text: string): readonly Step[] {
  const root = rootOf(path, text)
  const fullName = fullNameIn(inside)
  const { fields, ...metadata } = plainOf(root)
  if (root.name !== 'CustomObject')
    return [{ type: root.name, fullName, fileName: path, metadata: { ...plainOf(root), fullName } }]
  const own = fields === undefined ? [] : [fields].flat().filter(isComponent)
  const inObject = own
    // Of a field every org has only its name is there to be sent back.
    .filter((field) => /__c$/i.test(textIn(field.fullName)))
    .map((field): Step => {
      const name = `${fullName}.${textIn(field.fullName)}`
      return { type: 'CustomField', fullName: name, fileName: path, metadata: { ...field, fullName: name } }
    })
  const others = Object.entries(metadata).flatMap(([name, value]) => partsOf(path, fullName, name, value))
  // A file with nothing but parts changes nothing of its object.
  const saysMore = Object.keys(metadata).some((name) => PARTS[name] === undefined)
  return [
    ...(saysMore ? [{ type: 'CustomObject', fullName, fileName: path, metadata: { ...metadata, fullName } }] : []),
    ...inObject,
    ...others,
  ]
}

/** What stands in an object's file beside its fields and is a kind of metadata by itself. */
const PARTS: Readonly<Record<string, string>> = {
  businessProcesses: 'BusinessProcess',
  compactLayouts: 'CompactLayout',
  fieldSets: 'FieldSet',
  indexes: 'Index',
  listViews: 'ListView',
  recordTypes: 'RecordType',
  sharingReasons: 'SharingReason',
  validationRules: 'ValidationRule',
  webLinks: 'WebLink',
}

function partsOf(path: string, objectName: string, name: string, value: Plain | undefined): readonly Step[] {
  const type = PARTS[name]
  if (type === undefined) return []
  return [value].flat().map((one): Step => {
    const metadata = isComponent(one) ? one : { fullName: '' }
    const fullName = `${objectName}.${textIn(metadata.fullName)}`
    return { type, fullName, fileName: path, metadata: { ...metadata, fullName } }
  })
}

const fullNameIn = (path: string): string => (path.split('/').at(-1) ?? '').replace(/\.[^.]+(?:-meta\.xml)?$/, '')

const isComponent = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'fullName' in value

/** Carries out the steps one after the other, each in a savepoint: what one builds on may be what another made. */
export async function deployed(tx: Tx, actor: Actor, steps: readonly Step[]): Promise<readonly Deployed[]> {
  const done: Deployed[] = []
  for (const { metadata, ...step } of steps) {
    try {
      const created = await inSavepoint(tx, () => carriedOut(tx, actor, { metadata, ...step }))
      done.push({ ...step, created, deleted: metadata === undefined, changed: true })
    } catch (error) {
      const [said] = errorsOf(error) ?? []
      if (said === undefined) throw error
      catalogueUndone(tx)
      done.push({ ...step, created: false, deleted: false, changed: false, problem: textIn(said.message) })
    }
  }
  return done
}

async function carriedOut(tx: Tx, actor: Actor, { type: name, fullName, metadata }: Step): Promise<boolean> {
  const type = componentTypes.get(name)
  if (type === undefined)
    throw invalid(
      `Metadata of the type '${name.slice(0, 80)}' is not kept here. There are ${[...componentTypes.keys()].join(', ')}; roles and what they may do are set in Setup.`,
    )
  if (metadata === undefined) {
    await allowed(type, type.remove)(tx, actor, fullName)
    return false
  }
  if (Object.keys(metadata).length === 0)
    throw invalid(
      `An object '${fullName}' of type ${name} was named in package.xml, but was not found in zipped directory`,
    )
  const [before] = await type.read(tx, [fullName])
  await allowed(type, before === undefined ? type.create : type.update)(tx, actor, metadata)
  return before === undefined
}

function allowed<Act>({ xmlName }: ComponentType, act: Act | undefined): Act {
  if (act !== undefined) return act
  throw invalid(`${xmlName} is not changed by a package. Change it in Setup.`)
}
