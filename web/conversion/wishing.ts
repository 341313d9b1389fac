import type { RecordRow } from '../api/recordRow.ts'
import type { OpenOpportunity, Prospect, Suggestion, Wish } from './conversion.ts'
import { textOf } from '../ui/textOf.ts'

/** Where a lead goes: a new record, or one that is there. */
export type Target = Readonly<{ kind: 'new' }> | Readonly<{ kind: 'existing'; id: string; name: string }>
export type OpportunityTarget = Target | Readonly<{ kind: 'none' }>

/** The form of the conversion page. Amount in the org's currency; `closeDate` is `YYYY-MM-DD`. */
export type Plan = Readonly<{
  account: Target
  contact: Target
  opportunity: OpportunityTarget
  opportunityName: string
  amount: number | null
  noAmountReason: string
  closeDate: string | null
  owner: Readonly<{ Id: string; Name: string }> | undefined
  overwriteLeadSource: boolean
  overrideReason: string
  convertedStatus: string | undefined
  sendNotificationEmail: boolean
  keepOutOfForecast: boolean
}>

// Below this a suggestion is shown but not chosen: a wrong account is harder to undo than a new one.
const CHOSEN_FROM = 0.8

/** The best guess for every choice, so that most conversions are one press. */
export function firstPlan(prospect: Prospect): Plan {
  const contact = prospect.contacts.find(
    (one) => one.probability >= CHOSEN_FROM && typeof one.record['AccountId'] === 'string',
  )
  const account =
    contact === undefined
      ? (prospect.accounts.find(({ probability }) => probability >= CHOSEN_FROM) ?? theOneOfThatName(prospect))
      : prospect.accounts.find(({ record }) => record.Id === contact.record['AccountId'])
  const fresh = prospect.fresh.Opportunity
  const owner = prospect.lead['Owner']
  return {
    account: account === undefined ? { kind: 'new' } : existing(account.record),
    contact: contact === undefined || account === undefined ? { kind: 'new' } : existing(contact.record),
    opportunity: { kind: 'new' },
    opportunityName: textOf(fresh['Name']),
    amount: null,
    noAmountReason: textOf(fresh['NoAmountReason']),
    closeDate: typeof fresh['CloseDate'] === 'string' ? fresh['CloseDate'] : null,
    owner: isUser(owner) ? { Id: owner.Id, Name: owner.Name } : undefined,
    overwriteLeadSource: false,
    overrideReason: '',
    convertedStatus: prospect.convertedStatuses[0],
    sendNotificationEmail: false,
    keepOutOfForecast: false,
  }
}

/** Where one account alone bears the company's very name, a new one would be its duplicate more often than not. */
function theOneOfThatName({ accounts, lead }: Prospect): Suggestion | undefined {
  const nameOf = (value: unknown): string => textOf(value).trim().toLowerCase()
  const company = nameOf(lead['Company'])
  const named = accounts.filter(({ record }) => company !== '' && nameOf(record['Name']) === company)
  return named.length === 1 ? named[0] : undefined
}

// A queue owns no account, contact or opportunity.
const isUser = (owner: unknown): owner is { Id: string; Name: string } =>
  typeof owner === 'object' &&
  owner !== null &&
  'Id' in owner &&
  typeof owner.Id === 'string' &&
  owner.Id.startsWith('005') &&
  'Name' in owner &&
  typeof owner.Name === 'string'

export const existing = (record: RecordRow): Target => ({
  kind: 'existing',
  id: record.Id,
  name: textOf(record['Name'] ?? 'No name'),
})

/** Contacts that may be chosen: those of the account, or all while the choice brings its account along. */
export const contactsOf = (contacts: readonly Suggestion[], account: Target): readonly Suggestion[] =>
  account.kind === 'new' ? contacts : contacts.filter(({ record }) => record['AccountId'] === account.id)

export const opportunitiesOf = (
  opportunities: readonly OpenOpportunity[],
  account: Target,
): readonly OpenOpportunity[] =>
  account.kind === 'new' ? [] : opportunities.filter(({ AccountId }) => AccountId === account.id)

/** Another account: a contact or an opportunity of the former one no longer fits. */
export function withAccount(plan: Plan, account: Target): Plan {
  const same = account.kind === 'existing' && plan.account.kind === 'existing' && account.id === plan.account.id
  if (same) return plan
  return {
    ...plan,
    account,
    contact: { kind: 'new' },
    overwriteLeadSource: false,
    opportunity: plan.opportunity.kind === 'existing' ? { kind: 'new' } : plan.opportunity,
  }
}

/** An existing contact brings its account along, which its reference names. */
export function withContact(plan: Plan, contact: Suggestion | undefined): Plan {
  if (contact === undefined) return { ...plan, contact: { kind: 'new' }, overwriteLeadSource: false }
  const account = contact.record['Account']
  const id = contact.record['AccountId']
  if (typeof id !== 'string') return plan
  const name =
    typeof account === 'object' && account !== null && 'Name' in account ? String(account.Name) : 'Its account'
  return { ...withAccount(plan, { kind: 'existing', id, name }), contact: existing(contact.record) }
}

/** What the API is asked for. */
export function wishOf(plan: Plan, prospect: Prospect): Wish {
  return {
    ...(plan.account.kind === 'existing' ? { accountId: plan.account.id } : {}),
    ...(plan.contact.kind === 'existing' ? { contactId: plan.contact.id } : {}),
    ...(plan.contact.kind === 'existing' && plan.overwriteLeadSource ? { overwriteLeadSource: true } : {}),
    ...(plan.owner === undefined ? {} : { ownerId: plan.owner.Id }),
    ...(prospect.qualification.metAll || plan.overrideReason.trim() === ''
      ? {}
      : { overrideReason: plan.overrideReason.trim() }),
    // One status needs no word: it is the usual one.
    ...(plan.convertedStatus === undefined || prospect.convertedStatuses.length < 2
      ? {}
      : { convertedStatus: plan.convertedStatus }),
    ...(plan.sendNotificationEmail ? { sendNotificationEmail: true } : {}),
    ...opportunityWish(plan),
  }
}

function opportunityWish(plan: Plan): Wish {
  if (plan.opportunity.kind === 'none') return { doNotCreateOpportunity: true }
  if (plan.opportunity.kind === 'existing') return { opportunityId: plan.opportunity.id }
  return {
    ...(plan.opportunityName.trim() === '' ? {} : { opportunityName: plan.opportunityName.trim() }),
    ...(plan.amount === null
      ? plan.noAmountReason.trim() === ''
        ? {}
        : { noAmountReason: plan.noAmountReason.trim() }
      : { amount: plan.amount }),
    ...(plan.closeDate === null ? {} : { closeDate: plan.closeDate }),
    ...(plan.keepOutOfForecast ? { keepOutOfForecast: true } : {}),
  }
}

/** Why it cannot be converted as planned, before the server is asked; undefined when it can. */
export function reasonAgainstPlan(plan: Plan, prospect: Prospect): string | undefined {
  const { qualification, mayOverride, obstacle } = prospect
  if (obstacle !== null && qualification.metAll) return obstacle
  if (!qualification.metAll && !mayOverride) return obstacle ?? qualification.sentence
  if (!qualification.metAll && plan.overrideReason.trim() === '')
    return `${qualification.sentence} Record what is missing, or give the reason for converting without it.`
  if (plan.owner === undefined)
    return 'A queue owns no account, contact or opportunity. Choose the person who will own them.'
  return undefined
}
