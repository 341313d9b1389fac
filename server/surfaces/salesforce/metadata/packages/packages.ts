import { z } from 'zod'
import { encodeId } from '../../../../../shared/ids.ts'
import { drawId } from '../../../../ground/objects/ids.ts'
import type { Actor } from '../../../../ground/users/actor.ts'
import type { Tx } from '../../../../platform/tx.ts'
import { dialectRefusal } from '../../dialect/errors.ts'
import { childNamed, type XmlElement } from '../../soap/xml.ts'
import { textNamed, textsNamed, type PlainObject } from '../plain.ts'
import { contentOf, deploymentOf, deployPackage, deployValidated, refuseToCancel } from './deployments.ts'
import { manifestIn, manifestShape } from './manifest.ts'
import { insertPackage } from './packages.sql.ts'
import { retrieved } from './retrieving.ts'
import { archiveOf } from './zip.ts'

/** Whole packages of files over SOAP: deployed at once, or put together when they are asked for. Clients poll for either by an id. */

type Given = { readonly tx: Tx; readonly actor: Actor; readonly call: XmlElement }

const isOn = (element: XmlElement | undefined, name: string, unlessSaid = false): boolean => {
  const text = childNamed(element, name)?.text.trim()
  return text === undefined || text === '' ? unlessSaid : text === 'true' || text === '1'
}

/** `deploy`: what is asked for happens now, and is told to who asks by the id. */
export async function deploy({ tx, actor, call }: Given): Promise<PlainObject> {
  const options = childNamed(call, 'DeployOptions')
  const { id } = await deployPackage(tx, actor, Buffer.from(textNamed(call, 'ZipFile'), 'base64'), {
    checkOnly: isOn(options, 'checkOnly'),
    rollbackOnError: isOn(options, 'rollbackOnError', true),
  })
  return asyncResult(id)
}

/** `deployRecentValidation`: the id of what is carried out now is all that is answered. */
export const deployRecentValidation = async ({ tx, actor, call }: Given): Promise<string> =>
  (await deployValidated(tx, actor, textNamed(call, 'validationId'))).id

/** `cancelDeploy`. */
export const cancelDeploy = ({ tx, actor, call }: Given): Promise<never> =>
  refuseToCancel(tx, actor, textNamed(call, call.children.some(({ name }) => name === 'String') ? 'String' : 'id'))

/** `checkDeployStatus`. */
export async function checkDeployStatus({ tx, actor, call }: Given): Promise<PlainObject> {
  const result = await deploymentOf(tx, actor, textNamed(call, 'asyncProcessId'))
  if (result === undefined) throw unknownPackage()
  const { details, ...told } = result
  return isOn(call, 'includeDetails') ? { ...told, details } : told
}

/** `retrieve`: what is asked for is written down; it is put together when it is fetched. */
export async function retrieve({ tx, actor, call }: Given): Promise<PlainObject> {
  const request = childNamed(call, 'retrieveRequest') ?? childNamed(call, 'request')
  const unpackaged = childNamed(request, 'unpackaged')
  const packageNames = textsNamed(request, 'packageNames')
  if (unpackaged === undefined && packageNames.length === 0)
    throw dialectRefusal(
      'INVALID_OPERATION',
      'Say under unpackaged what shall be retrieved: kinds of metadata and their members.',
    )
  const id = await drawId(tx, 'RetrieveRequest')
  const content = { manifest: manifestIn(unpackaged), packageNames }
  await insertPackage(tx, { id, content, userId: actor.userId })
  return asyncResult(encodeId(id))
}

const retrieveShape = z.object({ manifest: manifestShape, packageNames: z.array(z.string()).default([]) })

/** `checkRetrieveStatus`: the package as it is now. */
export async function checkRetrieveStatus({ tx, actor, call }: Given): Promise<PlainObject> {
  const content = await contentOf(tx, actor, textNamed(call, 'asyncProcessId'), 'RetrieveRequest')
  if (content === undefined) throw unknownPackage()
  const { manifest, packageNames } = retrieveShape.parse(content)
  const { files, properties, problems } = await retrieved(tx, manifest)
  return {
    done: true,
    fileProperties: properties,
    id: textNamed(call, 'asyncProcessId'),
    messages: [
      ...problems.map((problem) => ({ fileName: 'unpackaged/package.xml', problem })),
      // There are no packages with names here, and who asks for one is told that this one is not.
      ...packageNames.map((name) => ({ fileName: 'package.xml', problem: `No package named '${name}' found` })),
    ],
    status: 'Succeeded',
    success: true,
    ...(isOn(call, 'includeZip', true) ? { zipFile: archiveOf(files).toString('base64') } : {}),
  }
}

/** `checkStatus`, as clients of versions before 31.0 ask: whether it is done. */
export async function checkStatus({ tx, actor, call }: Given): Promise<PlainObject> {
  const id = textNamed(call, 'asyncProcessId')
  const found = (await contentOf(tx, actor, id, 'DeployRequest')) ?? (await contentOf(tx, actor, id, 'RetrieveRequest'))
  if (found === undefined) throw unknownPackage()
  return { done: true, id, state: 'Completed' }
}

const unknownPackage = () =>
  dialectRefusal(
    'INVALID_CROSS_REFERENCE_KEY',
    'No package is known by this id. It is kept for three days, for who sent it.',
  )

const asyncResult = (id: string): PlainObject => ({ done: false, id, state: 'Queued' })
