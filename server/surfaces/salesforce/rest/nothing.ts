import { dialectRefusal } from '../dialect/errors.ts'
import { isObject, objectIn, type Asked, type Operation } from './asked.ts'

/** What Assay has none of: its lists are empty, and what is asked of it comes to nothing, which the answer says. */

const always =
  (body: unknown): Operation =>
  async () => ({ status: 200, body })

/** GET /process/rules: Assay has no workflow rules. */
export const processRules = always({ rules: {} })

/** POST /process/rules {contextIds}: every rule there is was tried on these records, which is none. */
export const triggerRules: Operation = async (_here, asked) => {
  listIn(asked, 'contextIds')
  return { status: 200, body: { errors: null, success: true } }
}

/** GET /process/approvals: Assay has no approval processes. */
export const processApprovals = always({ approvals: {} })

/** POST /process/approvals {requests}: no request finds a process, each for itself. */
export const requestApprovals: Operation = async (_here, asked) => ({
  status: 200,
  body: listIn(asked, 'requests').map((request) => ({
    actorIds: null,
    entityId: isObject(request) && typeof request.contextId === 'string' ? request.contextId : null,
    errors: [
      {
        statusCode: 'NO_APPLICABLE_PROCESS',
        message:
          'No applicable approval process was found. Assay has no approvals: let a task ask the person who decides.',
        fields: [],
      },
    ],
    instanceId: null,
    instanceStatus: null,
    newWorkitemIds: null,
    success: false,
  })),
})

const MOST = 200

function listIn({ body }: Asked, name: string): readonly unknown[] {
  const { [name]: list } = objectIn(body)
  if (Array.isArray(list) && list.length > 0 && list.length <= MOST) return list
  throw dialectRefusal('REQUIRED_FIELD_MISSING', `${name} must be a list of 1 to ${MOST}.`)
}

/** GET /analytics/reports */
export const reports = always([])

/** GET /analytics/dashboards */
export const dashboards = always([])
