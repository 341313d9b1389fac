import { encodeId, objectOfId } from '../../../shared/ids.ts'
import { Refusal } from '../../platform/errors.ts'
import type { Tx } from '../../platform/tx.ts'
import type { FieldValues } from '../../ground/objects/definition.ts'
import { useSaveCheck } from '../../ground/objects/saveCheck.ts'
import type { Actor } from '../../ground/users/actor.ts'
import { shortfallOf, type Qualification } from './evidence.ts'
import { qualificationOf } from './qualification.ts'

/** Work that costs us much: what it is called, and whether a vetted lead may have it. */
type CostlyWork = { readonly word: string; readonly forVetted: boolean }

const costly: Readonly<Record<string, CostlyWork>> = {
  proposal: { word: 'proposal', forVetted: false },
  quote: { word: 'quote', forVetted: false },
  demo: { word: 'demo', forVetted: true },
  'high-level meeting': { word: 'high-level meeting', forVetted: true },
}

/** Called at start: from then on no lead gets a proposal or a quote, and no unvetted one a demo or a high-level meeting (R63, R64). */
export function keepSalesOffLeads(): void {
  useSaveCheck('Task', salesOnLeads)
  useSaveCheck('Event', salesOnLeads)
}

/** One statement more, and only when such work is with a lead at all. */
async function salesOnLeads(
  tx: Tx,
  actor: Actor,
  activities: readonly FieldValues[],
): Promise<(Refusal | undefined)[]> {
  const leadIds = [...new Set(activities.flatMap((activity) => leadIn(activity) ?? []))]
  if (leadIds.length === 0) return []
  const vetting = new Map((await qualificationOf(tx, actor, leadIds)).map((one) => [one.leadId, one]))
  return activities.map((activity) => {
    const leadId = leadIn(activity)
    const work = costly[String(activity.Type).toLowerCase()]
    const qualification = leadId === undefined ? undefined : vetting.get(leadId)
    if (work === undefined || qualification === undefined || (work.forVetted && qualification.metAll)) return undefined
    return notOnALead(work, qualification)
  })
}

function leadIn({ Type: type, WhoId: who }: FieldValues): number | undefined {
  if (typeof type !== 'string' || !(type.toLowerCase() in costly) || typeof who !== 'number') return undefined
  return objectOfId(who) === 'Lead' ? who : undefined
}

function notOnALead({ word, forVetted }: CostlyWork, qualification: Qualification): Refusal {
  const href = `/leads/${encodeId(qualification.leadId)}`
  const details = {
    field: 'Type',
    rule: 'Leads do not get proposals, they get vetted.',
    facts: { missing: qualification.missing, notMet: qualification.notMet },
  }
  if (qualification.metAll) {
    return new Refusal(
      'proposal_on_a_lead',
      `A ${word} belongs to an opportunity. This lead is vetted: convert it, and the ${word} goes with its opportunity.`,
      { ...details, way: { label: 'Convert lead', href: `${href}/convert`, action: 'convert' } },
    )
  }
  const [first] = [...qualification.missing, ...qualification.notMet]
  const label = qualification.findings.find(({ name }) => name === first)?.label.toLowerCase() ?? 'evidence'
  const whose = forVetted ? `A ${word} is for a vetted lead` : `A ${word} belongs to an opportunity`
  return new Refusal('proposal_on_a_lead', `${whose}. This lead is not vetted yet: ${shortfallOf(qualification)}.`, {
    ...details,
    way: { label: `Record ${label}`, href, action: 'record_evidence' },
  })
}
