import type { PicklistValue } from './definition.ts'

/** Standard values of the field's picklists. An org may use others: these picklists suggest, they do not restrict. */
const values = (...names: readonly string[]): readonly PicklistValue[] =>
  names.map((value) => ({ value, label: value }))

export const salutations = values('Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.')

export const leadSources = values(
  'Web',
  'Trade Show',
  'Webinar',
  'Content Download',
  'Email',
  'Advertisement',
  'Purchased List',
  'Partner',
  'Phone Inquiry',
  'Employee Referral',
  'External Referral',
  'Existing Customer',
  'Targeted Cold Contact',
  'Networking',
  'Social',
  'Other',
)

export const industries = values(
  'Agriculture',
  'Apparel',
  'Banking',
  'Biotechnology',
  'Chemicals',
  'Communications',
  'Construction',
  'Consulting',
  'Education',
  'Electronics',
  'Energy',
  'Engineering',
  'Entertainment',
  'Environmental',
  'Finance',
  'Food & Beverage',
  'Government',
  'Healthcare',
  'Hospitality',
  'Insurance',
  'Machinery',
  'Manufacturing',
  'Media',
  'Not For Profit',
  'Recreation',
  'Retail',
  'Shipping',
  'Technology',
  'Telecommunications',
  'Transportation',
  'Utilities',
  'Other',
)

export const ratings = values('Hot', 'Warm', 'Cold')
