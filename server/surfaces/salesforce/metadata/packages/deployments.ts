import { z } from 'zod'
import { decodeId, encodeId, objectOfId } from '../../../../../shared/ids.ts'
import { catalogueUndone } from '../../../../ground/objects/catalogue.ts'
import { drawId } from '../../../../ground/objects/ids.ts'
import { refuseUnlessHas, type Actor } from '../../../../ground/users/actor.ts'
import { inSavepoint, type Tx } from '../../../../platform/tx.ts'
import { dialectRefusal } from '../../dialect/errors.ts'
import type { PlainObject } from '../plain.ts'
import { plainSchema } from '../shapes.ts'
import { deployed, stepsIn, type Deployed, type Step } from './deploying.ts'
import { insertPackage, packageById } from './packages.sql.ts'
import { filesIn } from './zip.ts'

/** Packages carried out when they come, and remembered for who sent them. SOAP and REST ask for the same. */

export type Terms = { readonly checkOnly: boolean; readonly rollbackOnError: boolean }

/** A package that was carried out: the result tells its components under `details`. */
export type Deployment = { readonly id: string; readonly result: PlainObject }

/** Carries out what an archive holds. */
export async function deployPackage(tx: Tx, actor: Actor, archive: Buffer, terms: Terms): Promise<Deployment> {
  refuseUnlessHas(actor, 'set_up', 'see or change how objects are set up')
  return carryOut(tx, actor, stepsIn(await filesIn(archive)), terms)
}

/** Carries out a package that was tried before and found sound. */
export async function deployValidated(tx: Tx, actor: Actor, validated: string): Promise<Deployment> {
  refuseUnlessHas(actor, 'set_up', 'see or change how objects are set up')
  const steps = (await contentOf(tx, actor, validated, 'DeployRequest'))?.steps
  if (steps === undefined)
    throw dialectRefusal(
      'INVALID_ID_FIELD',
      `${validated.slice(0, 40)}: no package that was tried and found sound is known by this id. It is kept for three days, for who sent it.`,
    )
  return carryOut(tx, actor, stepsShape.parse(steps), { checkOnly: false, rollbackOnError: true })
}

const stepsShape = z.array(
  z.object({ type: z.string(), fullName: z.string(), fileName: z.string(), metadata: plainSchema.optional() }),
)

/** What became of a package. */
export async function deploymentOf(tx: Tx, actor: Actor, id: string): Promise<PlainObject | undefined> {
  const { steps: _steps, ...result } = (await contentOf(tx, actor, id, 'DeployRequest')) ?? {}
  return result.id === undefined ? undefined : result
}

/** A package can be called off until it is carried out, and that is when it comes. */
export async function refuseToCancel(tx: Tx, actor: Actor, id: string): Promise<never> {
  const found = await deploymentOf(tx, actor, id)
  throw dialectRefusal('INVALID_ID_FIELD', found === undefined ? 'Invalid deploy ID' : 'Deployment already completed')
}

/** What is kept of a package of this user under an id. */
export async function contentOf(
  tx: Tx,
  actor: Actor,
  text: string,
  object: 'DeployRequest' | 'RetrieveRequest',
): Promise<PlainObject | undefined> {
  const id = decodeId(text)
  if (id === undefined || objectOfId(id) !== object) return undefined
  return (await packageById(tx, id, actor.userId))?.content
}

async function carryOut(tx: Tx, actor: Actor, steps: readonly Step[], terms: Terms): Promise<Deployment> {
  const outcome = await kept(tx, terms, () => deployed(tx, actor, steps))
  const id = await drawId(tx, 'DeployRequest')
  const result = { ...deployResult(tx, id, outcome, terms), ...person(actor) }
  // Only what was tried and is sound can be carried out later without being sent again.
  const content: PlainObject = terms.checkOnly && result.success === true ? { ...result, steps } : result
  await insertPackage(tx, { id, content, userId: actor.userId })
  return { id: encodeId(id), result }
}

class Undone extends Error {
  readonly outcome: readonly Deployed[]

  constructor(outcome: readonly Deployed[]) {
    super('Nothing of this package is kept.')
    this.outcome = outcome
  }
}

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

const componentOf = (
  { type, fullName, fileName, created, deleted, changed, problem }: Deployed,
  at: string,
): PlainObject => ({
  changed,
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
