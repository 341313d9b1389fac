import type { Filter } from '../api/filter.ts'

/** Which members a number of the page counts; the word stands in the address as `?show=…`. */
export const memberFilters = {
  responses: { label: 'who responded', filter: { field: 'RespondedAt', op: 'notNull' } },
  leads: { label: 'who came as leads', filter: { field: 'LeadId', op: 'notNull' } },
  contacts: { label: 'who are contacts', filter: { field: 'ContactId', op: 'notNull' } },
  converted: {
    label: 'who were converted',
    filter: {
      and: [
        { field: 'LeadId', op: 'notNull' },
        { field: 'ContactId', op: 'notNull' },
      ],
    },
  },
} as const satisfies Record<string, { label: string; filter: Filter }>

export type Shown = keyof typeof memberFilters

export const isShown = (word: unknown): word is Shown => typeof word === 'string' && Object.hasOwn(memberFilters, word)
