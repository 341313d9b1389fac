import { encodeId } from '../../../../shared/ids.ts'
import { createSegment } from '../../../records/segments/segments.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Story } from './story.ts'

/** The people marketing speaks to again and again, described once. */
export async function describePeople(then: Tx, { cast: { marketing } }: Story): Promise<void> {
  const unwanted = await createSegment(then, marketing, {
    name: 'Not to be mailed',
    description: 'Left out of every mailing: customers and partners have their own letters',
    condition: {
      or: [
        { field: 'HasOptedOutOfEmail', op: 'eq', value: true },
        { field: 'Email', op: 'isNull' },
        { field: 'Contact.Type', op: 'in', value: ['Customer', 'Partner', 'Employee'] },
      ],
    },
  })
  await createSegment(then, marketing, {
    name: 'Responded, and nobody called',
    description: 'Answered a campaign lately, and has not heard from us in person',
    condition: {
      and: [
        { campaign: { responded: true, within: 'LAST_N_DAYS:90' } },
        { not: { activity: { kind: 'any', within: 'LAST_N_DAYS:90' } } },
        { not: { segment: encodeId(unwanted.id) } },
      ],
    },
  })
  await createSegment(then, marketing, {
    name: 'Heads and directors of large companies',
    description: 'For invitations with few seats',
    condition: {
      and: [
        {
          or: [
            { field: 'Title', op: 'contains', value: 'Head' },
            { field: 'Title', op: 'contains', value: 'Director' },
            { field: 'Title', op: 'contains', value: 'Chief' },
          ],
        },
        { and: [{ field: 'NumberOfEmployees', op: 'ge', value: 500 }] },
      ],
    },
  })
}
