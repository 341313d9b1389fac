/** The objects a lead's fields go into when it is converted. */
export const targets = ['Account', 'Contact', 'Opportunity'] as const
export type Target = (typeof targets)[number]

/** Field of the target → field of the lead. */
export type Mapping = Readonly<Record<Target, Readonly<Record<string, string>>>>

/** What conversion decides for each record, whatever the lead says. */
export const keptByConversion: Readonly<Record<Target, readonly string[]>> = {
  Account: ['OwnerId'],
  Contact: ['OwnerId', 'AccountId'],
  Opportunity: [
    'OwnerId',
    'AccountId',
    'ContactId',
    'Name',
    'StageName',
    'CloseDate',
    'Amount',
    'NoAmountReason',
    'CampaignId',
  ],
}

type Kind = { readonly type: string; readonly referenceTo?: readonly string[] }

const texts = new Set(['string', 'textarea', 'picklist', 'email', 'phone', 'url'])
const writable = new Set(['string', 'textarea', 'picklist'])
const numbers = new Set(['int', 'double', 'currency', 'percent'])

/** Whether values of one field can be kept in another. */
export function canBeKeptIn(source: Kind, goal: Kind): boolean {
  if (source.type === 'reference' || goal.type === 'reference')
    return source.type === goal.type && source.referenceTo?.join() === goal.referenceTo?.join()
  if (source.type === goal.type) return source.type !== 'id'
  if (writable.has(goal.type)) return texts.has(source.type)
  return numbers.has(source.type) && numbers.has(goal.type) && goal.type !== 'int'
}
