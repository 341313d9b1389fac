import { namedInFile, objectIn } from './objectWords.ts'
import {
  readColumn,
  suggestForRead,
  type Column,
  type ReadColumn,
  type ColumnMapping,
  type TargetObject,
} from './suggest.ts'

/** What a file may hold, likeliest first. */
export type ObjectGuess = {
  readonly object: string
  /** 0 to 1. */
  readonly confidence: number
  readonly reason: string
  readonly mapping: readonly ColumnMapping[]
}

/** Fields that tell this object's files from others'. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  Lead: ['Company', 'Status', 'LeadSource', 'Rating', 'HasOptedOutOfEmail'],
  Contact: ['AccountId', 'Department', 'MailingStreet', 'MailingCity', 'ReportsToId', 'Birthdate'],
  Account: [
    'ParentId',
    'AnnualRevenue',
    'NumberOfEmployees',
    'BillingStreet',
    'BillingCity',
    'YearStarted',
    'Sic',
    'TickerSymbol',
    'AccountNumber',
  ],
  Opportunity: ['StageName', 'CloseDate', 'Amount', 'Probability', 'AccountId', 'NextStep'],
  Campaign: ['StartDate', 'EndDate', 'BudgetedCost', 'ActualCost', 'ExpectedResponse'],
  Payment: ['OpportunityId', 'ReceivedDate', 'InvoiceNumber', 'Reference', 'Method'],
  CampaignMember: ['CampaignId', 'LeadId', 'ContactId'],
  Task: ['Subject', 'ActivityDate', 'Priority', 'WhoId'],
  Event: ['Subject', 'StartDateTime', 'EndDateTime', 'Location'],
  User: ['ManagerId', 'Username', 'Department'],
}
const PEOPLE = new Set(['Lead', 'Contact', 'User'])
const PERSONAL = ['FirstName', 'LastName', 'Name', 'Email']

/** Guesses which object a file holds from its columns and its name. */
export function guessObject(
  fileName: string,
  columns: readonly Column[],
  targets: readonly TargetObject[],
): readonly ObjectGuess[] {
  const read = columns.map(readColumn)
  const spokenOf = columns.flatMap(({ name }) => objectIn(name)?.objectName ?? [])
  const guesses = targets.map((target) => guessFor(fileName, read, spokenOf, target))
  return guesses.toSorted((a, b) => b.confidence - a.confidence)
}

function guessFor(
  fileName: string,
  columns: readonly ReadColumn[],
  spokenOf: readonly string[],
  target: TargetObject,
): ObjectGuess {
  const mapping = suggestForRead(columns, target)
  const mapped = mapping.filter(({ field }) => field !== null)
  const fields = new Set(mapped.map(({ field }) => field ?? ''))
  const telling = TELLING[target.name] ?? []
  const understood =
    mapped.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, Math.min(columns.length, 12))
  const told = telling.filter((field) => fields.has(field)).length / Math.max(1, Math.min(telling.length, 3))
  const spoken = spokenOf.filter((objectName) => objectName === target.name).length / Math.max(1, columns.length)
  const named = Math.max(namedInFile(target.name, fileName), spoken)
  const isPersonal = PERSONAL.some((field) => fields.has(field))
  const misses = PEOPLE.has(target.name) && !isPersonal ? 0.15 : 0
  const nameless = target.name === 'Account' && !fields.has('Name') ? 0.15 : 0
  // People of whom nothing more is said are leads: a contact is somebody at a qualified company.
  const unqualified = target.name === 'Lead' && isPersonal ? 0.25 : 0
  const score = Math.min(1, understood) * 0.4 + Math.min(1, told) * 0.3 + named * 0.3 - misses - nameless + unqualified
  return {
    object: target.name,
    confidence: Math.min(1, Math.max(0, Math.round(score * 100) / 100)),
    reason: reasonFor(target, mapped.length, columns.length, named),
    mapping,
  }
}

const reasonFor = (target: TargetObject, mapped: number, all: number, named: number): string =>
  `${mapped} of its ${all} columns are fields of ${target.label}${named > 0.5 ? ', and the file is named so' : ''}.`
