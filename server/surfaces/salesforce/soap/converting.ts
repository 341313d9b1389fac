import { decodeId, encodeId } from '../../../../shared/ids.ts'
import { has, type Actor } from '../../../ground/users/actor.ts'
import { Refusal } from '../../../platform/errors.ts'
import {
  convertLeads,
  type ConversionRequest,
  type ConversionResult,
} from '../../../processes/conversion/conversion.ts'
import { Lead } from '../../../records/leads/fields.ts'
import { dialectRefusal, refusalOf } from '../dialect/errors.ts'
import { idOrRefusal } from '../dialect/keys.ts'
import type { Of } from './answers.ts'
import type { Arguments } from './arguments.ts'
import { refuseTooMany, type Call, type Verb } from './call.ts'
import { errorsOf, idOrNull } from './results.ts'

const MOST_AT_ONCE = 100

/** Kept with a conversion of a lead that does not meet the criteria: no client of the field can give a reason. */
const REASON = 'Converted over the API'

type LeadConvert = Arguments<'convertLead'>['leadConverts'][number]

/**
 * Converts leads; a lead that is refused does not keep the others from it, unless the AllOrNoneHeader says so. Who may
 * convert without the criteria does so here without being asked for a reason; others get the criteria told that are not met.
 */
export const convertLead: Verb<'convertLead'> = async (call, { leadConverts }) => {
  refuseTooMany(leadConverts, MOST_AT_ONCE)
  const read = leadConverts.map((one) => requestOf(call.actor, one))
  const requests = read.filter((one): one is ConversionRequest => !(one instanceof Refusal))
  const results = await converted(call, requests, requests.length < read.length)
  let at = 0
  return read.map((one, place) => {
    const outcome = one instanceof Refusal ? one : (results[at++] ?? missing())
    return resultOf(call, leadConverts[place]?.leadId ?? '', outcome)
  })
}

/** What each request became, or why not; nothing is left of any when they go together and one is refused. */
async function converted(
  call: Call,
  requests: readonly ConversionRequest[],
  oneIsRefused: boolean,
): Promise<readonly (ConversionResult | Refusal)[]> {
  const together = call.headers.AllOrNoneHeader?.allOrNone === true
  if (together && oneIsRefused) return requests.map(() => rolledBack())
  let results: readonly ConversionResult[] = []
  try {
    return await call.writing(async (tx) => {
      results = await convertLeads(tx, call.actor, requests)
      if (together && results.some(({ refusal }) => refusal !== undefined)) throw rolledBack()
      return results
    })
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    if (together && results.length > 0) return results.map((one) => one.refusal ?? rolledBack())
    // Of a single lead the process undoes its whole transaction; to the client that is the result of this lead.
    return requests.map(() => refusal)
  }
}

const rolledBack = (): Refusal =>
  dialectRefusal(
    'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    'Record rolled back because not all records were valid and the request was using AllOrNone header',
  )

function requestOf(actor: Actor, wish: LeadConvert): ConversionRequest | Refusal {
  const leadId = idOrRefusal(Lead, wish.leadId)
  if (leadId instanceof Refusal) return leadId
  const ids: Partial<Record<(typeof REFERENCES)[number], number>> = {}
  for (const name of REFERENCES) {
    const text = wish[name]
    if (text === undefined || text === '') continue
    const id = decodeId(text)
    if (id === undefined) return dialectRefusal('MALFORMED_ID', `malformed id ${text.slice(0, 80)}`, { fields: [name] })
    ids[name] = id
  }
  return {
    leadId,
    ...ids,
    convertedStatus: wish.convertedStatus?.trim() || undefined,
    opportunityName: wish.opportunityName?.trim() || undefined,
    doNotCreateOpportunity: wish.doNotCreateOpportunity,
    overwriteLeadSource: wish.overwriteLeadSource,
    sendNotificationEmail: wish.sendNotificationEmail,
    overrideReason: has(actor, 'convert_without_criteria') ? REASON : undefined,
  }
}

const REFERENCES = ['accountId', 'contactId', 'opportunityId', 'ownerId'] as const

const resultOf = ({ flavour }: Call, leadId: string, outcome: ConversionResult | Refusal): Of<'LeadConvertResult'> => {
  const refusal = outcome instanceof Refusal ? outcome : outcome.refusal
  if (outcome instanceof Refusal || refusal !== undefined)
    return {
      accountId: null,
      contactId: null,
      errors: errorsOf(flavour, refusal),
      leadId: leadId === '' ? null : leadId,
      opportunityId: null,
      success: false,
    }
  const { converted } = outcome
  return {
    accountId: encodeId(converted?.accountId ?? 0),
    contactId: encodeId(converted?.contactId ?? 0),
    errors: [],
    leadId: encodeId(outcome.leadId),
    opportunityId: idOrNull(converted?.opportunityId),
    success: true,
  }
}

function missing(): never {
  throw new Error('A list of conversions lost its order.')
}
