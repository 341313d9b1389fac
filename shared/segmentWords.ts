import type { FilterOperator } from './filterOperators.ts'
import { isPeriod, periodWords } from './relativeFilter.ts'
import {
  activityWords,
  leavesOf,
  type ActivityLeaf,
  type CampaignLeaf,
  type FieldLeaf,
  type InquiryLeaf,
  type SegmentCondition,
  type SegmentLeaf,
} from './segmentCondition.ts'

/** What sentences about conditions are made with: the names of what they refer to, and what fields are called. */
export type Words = Readonly<{
  nameOf: (id: string) => string | undefined
  fieldOf: (name: string) => Readonly<{ label: string; type: string }> | undefined
}>

/** A condition of several parts in one line: 'City is Malmö, and is not in ‘Fair 2026’'. */
export function summaryOf(words: Words, condition: SegmentCondition): string {
  if (leavesOf(condition).length === 0) return 'Everybody'
  const text = told(words, condition, false, true)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function told(words: Words, condition: SegmentCondition, denied: boolean, isWhole = false): string {
  if ('not' in condition) return told(words, condition.not, !denied, isWhole)
  if (!('and' in condition || 'or' in condition)) return leafSentence(words, condition, denied)
  const isAll = 'and' in condition !== denied
  const parts = ('and' in condition ? condition.and : condition.or).filter((part) => leavesOf(part).length > 0)
  // Of what all must hold, parts that all must hold need no parentheses.
  const line = parts
    .map((part) => told(words, part, denied, isAll && isAllOf(part, denied)))
    .join(isAll ? ', and ' : ' or ')
  return parts.length < 2 || isWhole ? line : `(${line})`
}

const isAllOf = (condition: SegmentCondition, denied: boolean): boolean =>
  'not' in condition ? isAllOf(condition.not, !denied) : denied ? 'or' in condition : 'and' in condition

/** One condition as a sentence without its end: 'is in ‘Fair 2026’ as Attended'. */
export function leafSentence(words: Words, leaf: SegmentLeaf, denied: boolean): string {
  if ('field' in leaf) return fieldSentence(words, leaf, denied)
  if ('segment' in leaf) return `${denied ? 'is not' : 'is'} in the segment ${quoted(words, leaf.segment)}`
  if ('campaign' in leaf) return campaignSentence(words, leaf, denied)
  if ('inquiry' in leaf) return inquirySentence(words, leaf, denied)
  if ('activity' in leaf) return activitySentence(leaf, denied)
  return `${denied ? 'was not' : 'was'} converted from a lead${inPeriod(leaf.converted.within)}`
}

const quoted = ({ nameOf }: Words, id: string): string => {
  const name = nameOf(id)
  return name === undefined ? 'one that was deleted' : `‘${name}’`
}

const inPeriod = (period: string | undefined): string =>
  period === undefined ? '' : ` ${/TODAY|YESTERDAY/.test(period) ? '' : 'in '}${periodWords(period)}`

function campaignSentence(words: Words, { campaign }: CampaignLeaf, denied: boolean): string {
  const { id, below, statuses = [], responded, within } = campaign
  const where =
    id === undefined ? 'any campaign' : `${quoted(words, id)}${below === true ? ' or a campaign below it' : ''}`
  const as = statuses.length === 0 ? '' : ` as ${statuses.join(' or ')}`
  if (responded === true) return `${denied ? 'has not responded' : 'responded'} to ${where}${as}${inPeriod(within)}`
  const silent = responded === false ? ' without a response' : ''
  return `${denied ? 'is not' : 'is'} in ${where}${as}${silent}${within === undefined ? '' : `, there${inPeriod(within)}`}`
}

function inquirySentence(
  words: Words,
  { inquiry: { source, campaign, within } }: InquiryLeaf,
  denied: boolean,
): string {
  const what = source === undefined ? 'an inquiry' : `an inquiry by ${source.toLowerCase()}`
  const to = campaign === undefined ? '' : ` to ${quoted(words, campaign)}`
  return `${denied ? 'did not send' : 'sent'} us ${what}${to}${inPeriod(within)}`
}

function activitySentence({ activity: { kind, result, within } }: ActivityLeaf, denied: boolean): string {
  const what = kind === 'any' ? 'call, e-mail or meeting' : activityWords[kind].toLowerCase()
  const ended = result === undefined ? '' : ` that ended as ${result}`
  return `${denied ? 'had no' : `had ${/^[aeiou]/.test(what) ? 'an' : 'a'}`} ${what}${ended}${inPeriod(within)}`
}

const comparisons: Readonly<Record<FilterOperator, readonly [so: string, notSo: string]>> = {
  eq: ['is', 'is not'],
  ne: ['is not', 'is'],
  lt: ['is below', 'is not below'],
  le: ['is at most', 'is above'],
  gt: ['is above', 'is at most'],
  ge: ['is at least', 'is below'],
  in: ['is', 'is not'],
  notIn: ['is not', 'is'],
  contains: ['contains', 'does not contain'],
  startsWith: ['starts with', 'does not start with'],
  isNull: ['is empty', 'is filled'],
  notNull: ['is filled', 'is empty'],
}

const ofDays: Readonly<Partial<Record<FilterOperator, readonly [so: string, notSo: string]>>> = {
  lt: ['is before', 'is not before'],
  le: ['is up to', 'is not up to'],
  gt: ['is after', 'is not after'],
  ge: ['is since', 'is not since'],
}

function fieldSentence(words: Words, { field, op, value }: FieldLeaf, denied: boolean): string {
  // 'Is no' rather than 'is not yes'.
  if (typeof value === 'boolean' && op === 'eq') return `${labelOf(words, field)} is ${value === denied ? 'no' : 'yes'}`
  const found = words.fieldOf(field)
  const isDay = found?.type === 'date' || found?.type === 'datetime'
  const [so, notSo] = (isDay ? ofDays[op] : undefined) ?? comparisons[op]
  const period = isPeriod(value) && (op === 'eq' || op === 'ne') ? ' in' : ''
  const values =
    op === 'isNull' || op === 'notNull'
      ? ''
      : ` ${(Array.isArray(value) ? value : [value]).map((one) => valueWords(words, one)).join(' or ')}`
  return `${labelOf(words, field)} ${denied ? notSo : so}${period}${values}`
}

/** 'Status of the lead', 'Department of the contact', 'Rating of the account'; what both have has no more to it. */
function labelOf({ fieldOf }: Words, name: string): string {
  const label = fieldOf(name)?.label ?? name
  const [of] = name.includes('.') ? name.split('.') : []
  return of === undefined ? label : `${label} of the ${of.toLowerCase()}`
}

function valueWords({ nameOf }: Words, value: unknown): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (isPeriod(value)) return periodWords(value)
  if (typeof value === 'number') return value.toLocaleString('en')
  if (typeof value !== 'string') return 'nothing'
  return nameOf(value) ?? (value === '' ? 'nothing' : value)
}
