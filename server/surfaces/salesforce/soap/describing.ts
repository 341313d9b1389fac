import { describeGlobal as describeAll, describeSObject as describeOne } from '../dialect/describe.ts'
import { refuseTooMany, type Call, type Verb } from './call.ts'
import type { Of } from './answers.ts'

const MOST_DESCRIBED = 100

export const describeGlobal: Verb<'describeGlobal'> = ({ reading, actor, rooms, version }) =>
  reading((tx) => describeAll(tx, actor, rooms, version))

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
        urlDetail: publicUrl + one.urls.uiDetailTemplate,
        urlEdit: publicUrl + one.urls.uiEditTemplate,
        urlNew: publicUrl + one.urls.uiNewRecord,
      })
    }
    return described
  })
