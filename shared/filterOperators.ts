/** How a condition compares a field: in lists, exports, the API and segments alike. */
export const filterOperators = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'in',
  'notIn',
  'contains',
  'startsWith',
  'isNull',
  'notNull',
] as const
export type FilterOperator = (typeof filterOperators)[number]
