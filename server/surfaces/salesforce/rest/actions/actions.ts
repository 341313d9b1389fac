import type { Refusal } from '../../../../platform/errors.ts'
import { inSavepoint } from '../../../../platform/tx.ts'
import { dialectErrors, dialectRefusal, noResource, refusalOf } from '../../dialect/errors.ts'
import { base, isObject, NothingKept, objectIn, part, type Asked, type Operation } from '../asked.ts'
import type { Action, Inputs, Invoked, Parameter } from './action.ts'
import { convertLead } from './converting.ts'
import { assignRecord, findDuplicates, mergeRecords } from './records.ts'

const actions: readonly Action[] = [convertLead, assignRecord, findDuplicates, mergeRecords]
const MOST_INPUTS = 100

/** GET /actions */
export const actionKinds: Operation = async (_, asked) => ({
  status: 200,
  body: { custom: `${base(asked)}/actions/custom`, standard: `${base(asked)}/actions/standard` },
})

/** GET /actions/standard */
export const standardActions: Operation = async (_, asked) => ({
  status: 200,
  body: {
    actions: actions.map(({ name, label }) => ({
      label,
      name,
      type: typeOf(name),
      url: `${base(asked)}/actions/standard/${name}`,
    })),
  },
})

/** GET /actions/custom: an org has no flows or Apex of its own here. */
export const customActions: Operation = async (_, asked) => ({
  status: 200,
  body: { flow: `${base(asked)}/actions/custom/flow`, apex: `${base(asked)}/actions/custom/apex` },
})

/** GET /actions/custom/flow, /actions/custom/apex */
export const noActions: Operation = async () => ({ status: 200, body: { actions: [] } })

/** GET /actions/standard/name */
export const describeAction: Operation = async (_, asked) => {
  const { name, label, description, inputs, outputs } = actionAt(asked)
  return {
    status: 200,
    body: {
      category: null,
      configurationEditor: null,
      description,
      iconName: null,
      inputs: inputs.map((one) => ({ byteLength: 0, required: one.required === true, ...parameter(one) })),
      label,
      name,
      outputs: outputs.map(parameter),
      standard: true,
      targetEntityName: null,
      type: typeOf(name),
    },
  }
}

/** POST /actions/standard/name with { inputs: [{ … }] }: one result an input, in order. */
export const invokeAction: Operation = async (here, asked) => {
  const action = actionAt(asked)
  const inputs = inputsIn(asked.body)
  const invoked = await invokedOrRefused(() => inSavepoint(here.tx, () => action.invoke(here, inputs)), inputs)
  const answer = {
    status: invoked.some((one) => 'refusal' in one) ? 400 : 200,
    body: invoked.map((one) => ({
      actionName: action.name,
      errors: 'refusal' in one ? errorsOf(one.refusal) : null,
      isSuccess: !('refusal' in one),
      outputValues: 'refusal' in one ? null : one.outputs,
    })),
  }
  if (invoked.every((one) => 'refusal' in one)) throw new NothingKept(answer)
  return answer
}

/** What is refused as a whole is refused of each input. */
async function invokedOrRefused(
  work: () => Promise<readonly Invoked[]>,
  inputs: readonly Inputs[],
): Promise<readonly Invoked[]> {
  try {
    return await work()
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined || refusal.kind === 'unavailable') throw error
    return inputs.map(() => ({ refusal }))
  }
}

const errorsOf = (refusal: Refusal) =>
  (dialectErrors(refusal) ?? []).map(({ errorCode, message, fields }) => ({ statusCode: errorCode, message, fields }))

function actionAt(asked: Asked): Action {
  const name = part(asked, 2).toLowerCase()
  const action = actions.find((one) => one.name.toLowerCase() === name)
  if (action === undefined) throw noResource()
  return action
}

function inputsIn(body: unknown): readonly Inputs[] {
  const { inputs } = objectIn(body)
  if (!Array.isArray(inputs) || inputs.length === 0 || !inputs.every(isObject))
    throw dialectRefusal('JSON_PARSER_ERROR', "A list of inputs is expected under 'inputs'.")
  if (inputs.length > MOST_INPUTS)
    throw dialectRefusal('LIMIT_EXCEEDED', `An action takes at most ${MOST_INPUTS} inputs in one request.`)
  return inputs
}

const parameter = ({ name, label, description, type, isList }: Parameter) => ({
  description,
  label,
  maxOccurs: isList === true ? 2000 : 1,
  name,
  picklistValues: null,
  sobjectType: null,
  type,
})

const typeOf = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()
