import { decodeId, encodeId, objectOfId } from '../../../../../shared/ids.ts'
import { catalogueUndone } from '../../../../ground/objects/catalogue.ts'
import { drawId } from '../../../../ground/objects/ids.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import { inSavepoint, type Tx } from '../../../../platform/tx.ts'
import { dialectRefusal } from '../../dialect/errors.ts'
import { childNamed, type XmlElement } from '../../soap/xml.ts'
import { textNamed, type PlainObject } from '../plain.ts'
import { deployed, stepsIn, type Deployed } from './deploying.ts'
import { manifestIn, manifestShape } from './manifest.ts'
import { insertPackage, packageById } from './packages.sql.ts'
import { retrieved } from './retrieving.ts'
import { archiveOf, filesIn } from './zip.ts'

/** Whole packages of files: deployed at once, or put together when they are asked for. Clients poll for either by an id. */

type Given = { readonly tx: Tx; readonly actor: Actor; readonly call: XmlElement }

const isOn = (element: XmlElement | undefined, name: string, unlessSaid = false): boolean => {
  const text = childNamed(element, name)?.text.trim()
  return text === undefined || text === '' ? unlessSaid : text === 'true' || text === '1'
}

/** `deploy`: what is asked for happens now, and is told to who asks by the id. */
export async function deploy({ tx, actor, call }: Given): Promise<PlainObject> {
  const options = childNamed(call, 'DeployOptions')
  const checkOnly = isOn(options, 'checkOnly')
  const rollbackOnError = isOn(options, 'rollbackOnError', true)
  const files = await filesIn(Buffer.from(textNamed(call, 'ZipFile'), 'base64'))
  const outcome = await kept(tx, { checkOnly, rollbackOnError }, () => deployed(tx, actor, stepsIn(files)))
  const id = await drawId(tx, 'DeployRequest')
  const content = { ...deployResult(tx, id, outcome, { checkOnly, rollbackOnError }), ...person(actor) }
  await insertPackage(tx, { id, content, userId: actor.userId })
  return asyncResult(id)
}

class Undone extends Error {
  readonly outcome: readonly Deployed[]

  constructor(outcome: readonly Deployed[]) {
    super('Nothing of this package is kept.')
    this.outcome = outcome
  }
}

type Terms = { readonly checkOnly: boolean; readonly rollbackOnError: boolean }

/** Keeps nothing of a package that was only to be tried, or of which a part was refused. */
async function kept(
  tx: Tx,
  { checkOnly, rollbackOnError }: Terms,
  work: () => Promise<readonly Deployed[]>,
): Promise<readonly Deployed[]> {
  try {
    return await inSavepoint(tx, async () => {
      const outcome = await work()
      const isRefused = outcome.some(({ problem }) => problem !== undefined)
      if (checkOnly || (isRefused && rollbackOnError)) throw new Undone(outcome)
      return outcome
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
    catalogueUndone(tx)
    return error.outcome
  }
}

function deployResult(tx: Tx, id: number, outcome: readonly Deployed[], terms: Terms): PlainObject {
  const failed = outcome.filter(({ problem }) => problem !== undefined)
  const success = failed.length === 0
  const at = tx.now.toISOString()
  return {
    checkOnly: terms.checkOnly,
    completedDate: at,
    createdDate: at,
    details: {
      componentFailures: failed.map((one) => componentOf(one, at)),
      componentSuccesses: outcome.filter(({ problem }) => problem === undefined).map((one) => componentOf(one, at)),
      runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
    },
    done: true,
    id: encodeId(id),
    ignoreWarnings: false,
    lastModifiedDate: at,
    numberComponentErrors: failed.length,
    numberComponentsDeployed: outcome.length - failed.length,
    numberComponentsTotal: outcome.length,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: terms.rollbackOnError,
    runTestsEnabled: false,
    startDate: at,
    status: success ? 'Succeeded' : terms.rollbackOnError ? 'Failed' : 'SucceededPartial',
    success,
  }
}

const componentOf = ({ type, fullName, fileName, created, deleted, problem }: Deployed, at: string): PlainObject => ({
  changed: problem === undefined,
  componentType: type,
  created,
  createdDate: at,
  deleted,
  fileName,
  fullName,
  ...(problem === undefined ? {} : { problem, problemType: 'Error' }),
  success: problem === undefined,
})

const person = ({ userId, name }: Actor): PlainObject =>
  userId === null ? {} : { createdBy: encodeId(userId), createdByName: name }

/** `checkDeployStatus`. */
export async function checkDeployStatus({ tx, actor, call }: Given): Promise<PlainObject> {
  const { details, ...told } = await contentOf({ tx, actor, call }, 'DeployRequest')
  return isOn(call, 'includeDetails') ? { ...told, details } : told
}

/** `retrieve`: what is asked for is written down; it is put together when it is fetched. */
export async function retrieve({ tx, actor, call }: Given): Promise<PlainObject> {
  const request = childNamed(call, 'retrieveRequest') ?? childNamed(call, 'request')
  const unpackaged = childNamed(request, 'unpackaged')
  if (unpackaged === undefined)
    throw dialectRefusal(
      'INVALID_OPERATION',
      'There are no packages with names here. Say under unpackaged what shall be retrieved: kinds of metadata and their members.',
    )
  const id = await drawId(tx, 'RetrieveRequest')
  await insertPackage(tx, { id, content: { manifest: manifestIn(unpackaged) }, userId: actor.userId })
  return asyncResult(id)
}

/** `checkRetrieveStatus`: the package as it is now. */
export async function checkRetrieveStatus({ tx, actor, call }: Given): Promise<PlainObject> {
  const { manifest } = await contentOf({ tx, actor, call }, 'RetrieveRequest')
  const { files, properties, problems } = await retrieved(tx, manifestShape.parse(manifest))
  return {
    done: true,
    fileProperties: properties,
    id: textNamed(call, 'asyncProcessId'),
    messages: problems.map((problem) => ({ fileName: 'unpackaged/package.xml', problem })),
    status: 'Succeeded',
    success: true,
    ...(isOn(call, 'includeZip', true) ? { zipFile: archiveOf(files).toString('base64') } : {}),
  }
}

async function contentOf(
  { tx, actor, call }: Given,
  object: 'DeployRequest' | 'RetrieveRequest',
): Promise<PlainObject> {
  const id = decodeId(textNamed(call, 'asyncProcessId'))
  const found = id !== undefined && objectOfId(id) === object ? await packageById(tx, id, actor.userId) : undefined
  if (found !== undefined) return found.content
  throw dialectRefusal(
    'INVALID_CROSS_REFERENCE_KEY',
    'No package is known by this id. It is kept for three days, for who sent it.',
  )
}

const asyncResult = (id: number): PlainObject => ({ done: false, id: encodeId(id), state: 'Queued' })
