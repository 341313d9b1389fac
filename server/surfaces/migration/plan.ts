import type { FieldValue, FieldValues } from '../../ground/objects/definition.ts'
import type { TheirRow } from './reading.ts'

/** How the records of an object are copied. */
export type ObjectPlan = {
  readonly name: string
  /** Asked for in pages by id: bulk queries do not know the object, or there are few. */
  readonly isSmall?: boolean
  /** Records with the same value here are the same record: statuses and queues every org has. */
  readonly matchedBy?: string
  /** Further fields of theirs that ours are worked out from. */
  readonly alsoRead?: readonly string[]
  /** Ours from theirs, where a fact has another name or shape there. */
  readonly adapt?: (values: FieldValues, row: TheirRow) => FieldValues
  /** Whose human being a record is about, in the order of preference. */
  readonly personOf?: readonly string[]
  /** A lead or a contact: somebody nobody knew, unless they are behind one of `personOf`. */
  readonly isPerson?: boolean
  /** Bytes that come by themselves: the field with their number, and the address. */
  readonly bytes?: { readonly sizeField: string; readonly from: string }
  readonly columns?: (row: TheirRow) => Readonly<Record<string, unknown>>
  /** Rows that are no records of ours, and are not counted. */
  readonly isForeign?: (row: TheirRow) => boolean
  /** Asked for by the ids of these records, because the source answers no other question. */
  readonly askedBy?: { readonly object: string; readonly field: string }
}

const filled = (values: FieldValues, name: string, value: FieldValue | undefined): FieldValues =>
  (values[name] ?? null) === null && value !== undefined ? { ...values, [name]: value } : values

const isTrue = (value: unknown): boolean => value === true || value === 'true'
const momentIn = (value: unknown): Date | undefined => {
  const moment = new Date(typeof value === 'string' ? value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : Number.NaN)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}

/** As Salesforce itself writes into leads that came without a company. */
const NOT_PROVIDED = '[not provided]'

const lead: ObjectPlan = {
  name: 'Lead',
  isPerson: true,
  personOf: ['ConvertedContactId'],
  alsoRead: ['IsConverted', 'ConvertedDate'],
  adapt: (values, row) => {
    const complete = filled(filled(values, 'Company', NOT_PROVIDED), 'Status', 'Open - Not Contacted')
    return isTrue(row.IsConverted) ? filled(complete, 'ConvertedAt', momentIn(row.ConvertedDate)) : complete
  },
}

const opportunity: ObjectPlan = {
  name: 'Opportunity',
  alsoRead: ['IsClosed', 'IsWon'],
  adapt: (values, row) => {
    const closed = typeof values.CloseDate === 'string' ? new Date(`${values.CloseDate}T12:00:00Z`) : undefined
    const counted = filled(filled(filled(values, 'PushCount', 0), 'Collected', 0), 'Probability', 0)
    const dated = isTrue(row.IsClosed) ? filled(counted, 'ClosedAt', closed) : counted
    return isTrue(row.IsWon) ? filled(dated, 'WonAt', closed) : dated
  },
}

const event: ObjectPlan = {
  name: 'Event',
  personOf: ['WhoId'],
  alsoRead: ['ActivityDate', 'DurationInMinutes'],
  adapt: (values, row) => {
    const started = filled(filled(values, 'Subject', 'Event'), 'StartDateTime', momentIn(row.ActivityDate))
    const start = started.StartDateTime instanceof Date ? started.StartDateTime : undefined
    const minutes = Number(row.DurationInMinutes) || 0
    const ended = filled(started, 'EndDateTime', start && new Date(start.getTime() + minutes * 60_000))
    return start !== undefined && ended.EndDateTime instanceof Date && ended.EndDateTime < start
      ? { ...ended, EndDateTime: start }
      : ended
  },
}

/** What stands before every deal and lead: the words they are in, and the queues that own them. */
export const groundwork: readonly ObjectPlan[] = [
  { name: 'LeadStatus', isSmall: true, matchedBy: 'ApiName', alsoRead: ['IsConverted'], adapt: statusOf },
  { name: 'OpportunityStage', isSmall: true, matchedBy: 'ApiName' },
  // Salesforce keeps a group for each role and territory, too.
  {
    name: 'Group',
    isSmall: true,
    matchedBy: 'Name',
    isForeign: ({ Type: type }) => type !== 'Queue' && type !== 'Regular',
  },
]

function statusOf(values: FieldValues, row: TheirRow): FieldValues {
  const state = isTrue(row.IsConverted) ? 'converted' : 'working'
  // Their default is where new leads start there; here new leads go on starting where they did.
  return { ...filled(values, 'State', state), IsDefault: false }
}

/** Objects in the order in which they point to each other; what points on is joined at the end. */
export const standardObjects: readonly ObjectPlan[] = [
  { name: 'Account' },
  { name: 'Campaign' },
  { name: 'Contact', isPerson: true },
  lead,
  opportunity,
  { name: 'OpportunityContactRole' },
  { name: 'CampaignMemberStatus', isSmall: true },
  {
    name: 'CampaignMember',
    personOf: ['ContactId', 'LeadId'],
    alsoRead: ['FirstRespondedDate'],
    adapt: (values, row) => filled(values, 'RespondedAt', momentIn(row.FirstRespondedDate)),
  },
  {
    name: 'Task',
    personOf: ['WhoId'],
    alsoRead: ['IsClosed', 'LastModifiedDate'],
    adapt: (values, row) => {
      const named = filled(values, 'Subject', 'Task')
      return isTrue(row.IsClosed) ? filled(named, 'CompletedDateTime', momentIn(row.LastModifiedDate)) : named
    },
  },
  event,
  { name: 'Note', personOf: ['ParentId'] },
]

/** Objects of the org's own are copied between these and the others, so that files and activities find them. */
export const files: readonly ObjectPlan[] = [
  {
    name: 'Attachment',
    bytes: { sizeField: 'BodyLength', from: 'Body' },
  },
  { name: 'ContentDocument' },
  {
    name: 'ContentVersion',
    alsoRead: ['VersionNumber'],
    bytes: { sizeField: 'ContentSize', from: 'VersionData' },
    columns: ({ VersionNumber: number }) => ({ number: Number(number) || 1 }),
  },
  {
    name: 'ContentDocumentLink',
    askedBy: { object: 'ContentDocument', field: 'ContentDocumentId' },
    // Salesforce links a file to its owner and library too; here a file has an owner.
    isForeign: ({ LinkedEntityId: id }) => /^(005|058|0F9|00D)/.test(String(id)),
  },
]

/** Which object keeps the changes of another's records, and by which field. */
export type HistoryPlan = {
  readonly name: string
  readonly of: string
  readonly parent: string
  /** Entries tell where a deal stood, rather than which field changed. */
  readonly isOfStages?: boolean
}

export const histories: readonly HistoryPlan[] = [
  { name: 'AccountHistory', of: 'Account', parent: 'AccountId' },
  { name: 'ContactHistory', of: 'Contact', parent: 'ContactId' },
  { name: 'LeadHistory', of: 'Lead', parent: 'LeadId' },
  { name: 'OpportunityFieldHistory', of: 'Opportunity', parent: 'OpportunityId' },
  { name: 'OpportunityHistory', of: 'Opportunity', parent: 'OpportunityId', isOfStages: true },
  { name: 'CampaignHistory', of: 'Campaign', parent: 'CampaignId' },
]

/** The changes of an object the org made itself. */
export const historyOfOwn = (name: string): HistoryPlan => ({
  name: name.replace(/c$/, 'History'),
  of: name,
  parent: 'ParentId',
})
