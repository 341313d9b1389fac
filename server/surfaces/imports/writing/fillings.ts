import type { ImportOptions } from '../import.ts'
import { placeholderAddress } from './missing.ts'
import type { Plan, ReadRow } from './plan.ts'
import { cleanText } from '../reading/texts.ts'

/** What a row lacks and its object demands, said by us instead; each with the sentence that owns up to it. */
export type Filling = { readonly field: string; readonly value: string | number; readonly note: string }

export type FillContext = {
  readonly plan: Plan
  readonly options: ImportOptions
  readonly today: string
  readonly columns: readonly string[]
}

export const NOT_PROVIDED = '[not provided]'
const NOT_STATED = 'Not stated in the imported file'

type Filler = (one: ReadRow, context: FillContext) => readonly Filling[]

/** What an object's rows may lack without being refused. */
export function fillingsFor(one: ReadRow, context: FillContext): readonly Filling[] {
  return fillers[context.plan.target.name]?.(one, context) ?? []
}

const missing = ({ values, references }: ReadRow, field: string): boolean =>
  values[field] === undefined && !references.some((reference) => reference.field === field)

const fillLead: Filler = (one) => {
  const filled: Filling[] = []
  const email = typeof one.values.Email === 'string' ? one.values.Email : undefined
  if (missing(one, 'LastName')) {
    const value = nameFrom(email) ?? one.key ?? NOT_PROVIDED
    filled.push({
      field: 'LastName',
      value,
      note: 'Rows without a last name take it from the e-mail address or the key of the row.',
    })
  }
  if (missing(one, 'Company'))
    filled.push({ field: 'Company', value: NOT_PROVIDED, note: `Rows without a company say ${NOT_PROVIDED}.` })
  if (/^closed/i.test(String(one.values.Status ?? '')) && missing(one, 'UnqualifiedReason')) {
    filled.push({
      field: 'UnqualifiedReason',
      value: 'No interest',
      note: "Closed leads without a reason say 'No interest'.",
    })
  }
  return filled
}

const fillContact: Filler = (one) => {
  const email = typeof one.values.Email === 'string' ? one.values.Email : undefined
  if (!missing(one, 'LastName')) return []
  return [
    {
      field: 'LastName',
      value: nameFrom(email) ?? one.key ?? NOT_PROVIDED,
      note: 'Rows without a last name take it from the e-mail address or the key of the row.',
    },
  ]
}

function nameFrom(email: string | undefined): string | undefined {
  const local = email
    ?.split('@')[0]
    ?.split(/[._\-+\d]+/)
    .findLast((part) => part.length > 1)
  return local === undefined ? undefined : local.charAt(0).toUpperCase() + local.slice(1)
}

const WON_COLUMN = /\b(won|signed|win)[ _-]?(date|on|at|time)\b/i
const LOST_COLUMN = /\blost[ _-]?(date|on|at|time)\b/i
const THING_COLUMN = /^(product|product[ _]name|item|service|project|deal|title|subject|package|solution)$/i

const fillOpportunity: Filler = (one, context) => {
  const filled: Filling[] = []
  if (missing(one, 'StageName')) {
    const closeColumn = context.plan.columns.find(({ field }) => field.name === 'CloseDate')?.column ?? ''
    const value = WON_COLUMN.test(closeColumn)
      ? stage(context, /won/i, 'Closed Won')
      : LOST_COLUMN.test(closeColumn)
        ? stage(context, /lost/i, 'Closed Lost')
        : firstStage(context)
    filled.push({ field: 'StageName', value, note: `Rows that name no stage are ${value}.` })
  }
  const stageName = String(one.values.StageName ?? filled.at(-1)?.value ?? '')
  const isLost = /lost/i.test(stageName)
  const isClosed = isLost || /won/i.test(stageName)
  if (missing(one, 'CloseDate')) {
    const value = isClosed ? context.today : endOfQuarter(context.today)
    filled.push({
      field: 'CloseDate',
      value,
      note: isClosed
        ? 'Closed deals without a date close today.'
        : 'Open deals without a close date close at the end of this quarter.',
    })
  }
  if (missing(one, 'Amount') && knows(context, 'NoAmountReason') && missing(one, 'NoAmountReason')) {
    filled.push({
      field: 'NoAmountReason',
      value: choice(context, 'NoAmountReason'),
      note: 'Deals without an amount say that the file states none.',
    })
  }
  if (isLost && knows(context, 'LossReason') && missing(one, 'LossReason')) {
    const value = choice(context, 'LossReason')
    filled.push({ field: 'LossReason', value, note: `Lost deals without a reason say '${value}'.` })
  }
  if (missing(one, 'Name'))
    filled.push({
      field: 'Name',
      value: dealName(one, context),
      note: 'Deals without a name are named after their account and what is sold.',
    })
  return filled
}

const knows = ({ plan }: FillContext, field: string): boolean => plan.target.fields.some(({ name }) => name === field)

const stages = ({ plan }: FillContext): readonly string[] =>
  plan.target.fields.find(({ name }) => name === 'StageName')?.picklist?.map(({ value }) => value) ?? []

const stage = (context: FillContext, pattern: RegExp, usual: string): string =>
  stages(context).find((name) => pattern.test(name)) ?? usual

const firstStage = (context: FillContext): string => stages(context)[0] ?? 'Prospecting'

/** The list's own word for 'nobody said', else ours. */
function choice({ plan }: FillContext, field: string): string {
  const values = plan.target.fields.find(({ name }) => name === field)?.picklist?.map(({ value }) => value) ?? []
  return values.find((value) => /not (recorded|stated|known|yet)|unknown|other/i.test(value)) ?? values[0] ?? NOT_STATED
}

function dealName(one: ReadRow, { plan, columns }: FillContext): string {
  const account = one.references.find(({ field }) => field === 'AccountId')?.value
  const mapped = new Set(plan.columns.map(({ at }) => at))
  const thingAt = columns.findIndex((column, at) => !mapped.has(at) && THING_COLUMN.test(column))
  const thing = thingAt < 0 ? undefined : cleanText(one.row.cells[thingAt] ?? '')
  const parts = [account, thing || one.key].filter(Boolean)
  return (parts.length === 0 ? `Imported deal, line ${one.row.line}` : parts.join(' – ')).slice(0, 120)
}

/** The last day of the quarter a date lies in. */
export function endOfQuarter(today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return new Date(Date.UTC(year, Math.ceil(month / 3) * 3, 0)).toISOString().slice(0, 10)
}

const fillTask: Filler = (one) =>
  missing(one, 'Subject')
    ? [{ field: 'Subject', value: 'Imported task', note: "Tasks without a subject are called 'Imported task'." }]
    : []

const fillUser: Filler = (one) => {
  const filled: Filling[] = []
  const name = [one.values.FirstName, one.values.LastName].filter(Boolean).join(' ')
  if (missing(one, 'Email'))
    filled.push({
      field: 'Email',
      value: placeholderAddress(name),
      note: 'Users without an e-mail address cannot sign in until somebody gives them one.',
    })
  if (missing(one, 'Role'))
    filled.push({ field: 'Role', value: 'sales', note: 'Users whose role the file does not name are salespeople.' })
  return filled
}

const fillers: Readonly<Record<string, Filler>> = {
  Lead: fillLead,
  Contact: fillContact,
  Opportunity: fillOpportunity,
  Task: fillTask,
  User: fillUser,
}
