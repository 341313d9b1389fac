import type { Draft } from '../../../ground/objects/drafts.ts'
import type { Random } from '../random.ts'
import type { Arrival, Fate } from './threads.ts'
import type { Channel } from './channels.ts'
import { dayOf, daysAfter } from './moments.ts'
import type { Story } from './story.ts'
import { notReadyBecause, sortedOutBecause } from './wording.ts'

/**
 * What becomes of a lead nobody calls: sorted out as it comes in, or some weeks later, and now and then forgotten. So whoever is
 * still open mostly came lately.
 */
export function fateOf(random: Random, { detail, source }: Channel): Fate {
  if (detail === 'list')
    return random.weighted([
      ['closed at once', 0.34],
      ['closed', 0.36],
      ['nurtured', 0.25],
      ['left', 0.05],
    ])
  if (source === 'Email')
    return random.weighted([
      ['nurtured at once', 0.8],
      ['closed', 0.18],
      ['left', 0.02],
    ])
  if (detail === 'download')
    return random.weighted([
      ['nurtured at once', 0.42],
      ['nurtured', 0.22],
      ['closed', 0.32],
      ['left', 0.04],
    ])
  return random.weighted([
    ['closed', 0.53],
    ['nurtured', 0.41],
    ['left', 0.06],
  ])
}

/** With what a lead comes in that is sorted out at the door: who only reads, and lines of a list nobody could use. */
export function atTheDoor(random: Random, fate: Fate | undefined): Draft {
  if (fate === 'nurtured at once')
    return { Status: 'Nurturing', NotReadyReason: random.weighted(notReadyBecause), StaysOnNewsletter: true }
  if (fate === 'closed at once')
    return {
      Status: 'Closed - Not Converted',
      UnqualifiedReason: random.weighted([
        ['Bad data', 3],
        ['Not our market', 4],
        ['Duplicate', 1],
      ]),
    }
  return {}
}

/** Puts a lead nobody calls where it will be sorted. */
export function sortOut(story: Story, now: Date, { person, seen, fate }: Arrival, leadId: number): void {
  const random = story.random.fork(`sorting ${person.number} ${seen.lastName} ${now.getTime()}`)
  if (!fate?.startsWith('closed') && random.chance(0.95)) story.reachable.push(leadId)
  if (fate !== 'nurtured' && fate !== 'closed') return
  const at = daysAfter(now, Math.min(200, random.logNormal(18, 0.8)))
  if (fate === 'nurtured')
    return story.sortings.note(story.cast.marketing.userId, at, {
      leadId,
      draft: {
        Status: 'Nurturing',
        NotReadyReason: random.weighted(notReadyBecause),
        StaysOnNewsletter: random.chance(0.7),
      },
    })
  const reason = random.weighted(sortedOutBecause)
  story.sortings.note(story.cast.marketing.userId, at, {
    leadId,
    draft: {
      Status: 'Closed - Not Converted',
      UnqualifiedReason: reason,
      StaysOnNewsletter: reason === 'No interest' || reason === 'Student or research' ? random.chance(0.4) : false,
      RecheckOn: reason === 'No interest' && random.chance(0.5) ? dayOf(daysAfter(at, random.whole(120, 400))) : null,
      ...(reason === 'No interest' && random.chance(0.25) ? { HasOptedOutOfEmail: true } : {}),
    },
  })
}
