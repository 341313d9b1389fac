import { layouts } from '../catalogue/layouts.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import { dialectRefusal } from '../dialect/errors.ts'
import { describeGlobal as describeAll, describeSObject as describeOne } from '../dialect/describe.ts'
import { refuseTooMany, type Call, type Verb } from './call.ts'
import type { Of } from './answers.ts'

const MOST_DESCRIBED = 100

const FIRST_WITH_MORE = 50

/** What clients made from an older WSDL would stop at, and newer ones wait for. */
const asKnownTo = (version: string) =>
  Number(version) < FIRST_WITH_MORE
    ? { deepCloneable: undefined, idEnabled: undefined, isInterface: undefined, aiPredictionField: undefined }
    : { aiPredictionField: false }

export const describeGlobal: Verb<'describeGlobal'> = ({ reading, actor, rooms, version }) =>
  reading(async (tx) => {
    const { sobjects, ...all } = await describeAll(tx, actor, rooms, version)
    return { ...all, sobjects: sobjects.map((one) => ({ ...one, ...asKnownTo(version) })) }
  })

export const describeSObject: Verb<'describeSObject'> = async (call, { sObjectType }) => {
  const [described] = await describe(call, [sObjectType])
  if (described === undefined) throw new Error('One object asked for, one described.')
  return described
}

export const describeSObjects: Verb<'describeSObjects'> = (call, { sObjectType }) => {
  refuseTooMany(sObjectType, MOST_DESCRIBED)
  return describe(call, sObjectType)
}

const describe = (
  { reading, actor, rooms, version, publicUrl }: Call,
  names: readonly string[],
): Promise<Of<'DescribeSObjectResult'>[]> =>
  reading(async (tx) => {
    const described: Of<'DescribeSObjectResult'>[] = []
    for (const name of names) {
      const one = await describeOne(tx, actor, rooms, name.trim(), version)
      described.push({
        ...one,
        ...asKnownTo(version),
        fields: one.fields.map((field) => ({ ...field, ...asKnownTo(version) })),
        urlDetail: publicUrl + one.urls.uiDetailTemplate,
        urlEdit: publicUrl + one.urls.uiEditTemplate,
        urlNew: publicUrl + one.urls.uiNewRecord,
      })
    }
    return described
  })

/** How the page of a record is laid out; each object has one layout, and no record types. */
export const describeLayout: Verb<'describeLayout'> = (call, { sObjectType, layoutName }) => {
  if (layoutName !== undefined && layoutName.trim() !== '')
    throw dialectRefusal('INVALID_TYPE', 'No object has named layouts here. Leave layoutName out.')
  const { actor, rooms, version } = call
  return call.reading(async (tx) => {
    const { definition } = await sobjectNamed(tx, actor, rooms, sObjectType.trim())
    const asked = {
      method: 'GET',
      version,
      path: ['sobjects', definition.name, 'describe', 'layouts'],
      query: {},
      headers: {},
      body: undefined,
    } as const
    const { body } = await layouts({ tx, actor, rooms, operationOf: () => undefined }, asked)
    // The same tree as REST answers; what it holds beyond the table of types is left out in writing.
    return body as Of<'DescribeLayoutResult'>
  })
}
