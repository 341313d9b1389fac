import { useQueries } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { collectionOf } from '../api/objects.ts'
import { keys } from '../api/queries.ts'
import type { Matchable } from './duplicates.ts'
import classes from './Merge.module.css'

type Counted = Readonly<{ count: number; atLeast?: boolean }>
type Belonging = Readonly<{ object: string; field: string; one: string; many: string }>

const belongings: Readonly<Record<Matchable, readonly Belonging[]>> = {
  Lead: [
    { object: 'Task', field: 'WhoId', one: 'task', many: 'tasks and calls' },
    { object: 'Event', field: 'WhoId', one: 'meeting', many: 'meetings' },
    { object: 'Note', field: 'ParentId', one: 'note', many: 'notes' },
    { object: 'CampaignMember', field: 'LeadId', one: 'campaign membership', many: 'campaign memberships' },
  ],
  Contact: [
    { object: 'Task', field: 'WhoId', one: 'task', many: 'tasks and calls' },
    { object: 'Event', field: 'WhoId', one: 'meeting', many: 'meetings' },
    { object: 'Note', field: 'ParentId', one: 'note', many: 'notes' },
    { object: 'CampaignMember', field: 'ContactId', one: 'campaign membership', many: 'campaign memberships' },
  ],
  Account: [
    { object: 'Contact', field: 'AccountId', one: 'contact', many: 'contacts' },
    { object: 'Opportunity', field: 'AccountId', one: 'opportunity', many: 'opportunities' },
    { object: 'Task', field: 'WhatId', one: 'task', many: 'tasks and calls' },
    { object: 'Event', field: 'WhatId', one: 'meeting', many: 'meetings' },
    { object: 'Note', field: 'ParentId', one: 'note', many: 'notes' },
  ],
}

/** What moves to the master, in numbers. */
export function MovesAlong({ objectName, losers }: { objectName: Matchable; losers: readonly string[] }) {
  const kinds = belongings[objectName]
  const found = useQueries({
    queries: kinds.map(({ object, field }) => {
      const filter = { field, op: 'in', value: losers }
      return {
        queryKey: keys.counts(object, { filter }),
        queryFn: () => api.get<Counted>(`${collectionOf(object)}/count`, { query: { filter } }),
      }
    }),
  })
  if (found.some(({ data }) => data === undefined))
    return (
      <p className={classes['moves']}>
        Everything that hangs on them moves along: activities, notes, responses, web history.
      </p>
    )
  const parts = kinds.flatMap(({ one, many }, at) => {
    const count = found[at]?.data?.count ?? 0
    return count === 0
      ? []
      : [`${count.toLocaleString('en')}${found[at]?.data?.atLeast === true ? '+' : ''} ${count === 1 ? one : many}`]
  })
  return (
    <p className={classes['moves']}>
      {parts.length === 0
        ? 'No tasks, meetings or notes hang on them.'
        : `${listed(parts)} move${parts.length === 1 && parts[0]?.startsWith('1 ') === true ? 's' : ''} along.`}{' '}
      Responses and web history come together on one person; memberships of the same campaign become one.
    </p>
  )
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
