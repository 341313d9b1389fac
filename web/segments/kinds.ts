import {
  IconArrowsExchange,
  IconForms,
  IconPhone,
  IconSpeakerphone,
  IconUsersGroup,
  IconUser,
  type TablerIcon,
} from '@tabler/icons-react'
import type { SegmentLeaf } from '../../shared/segmentCondition.ts'

/** What a condition may ask for. */
export const kinds = {
  field: { label: 'A fact about them', icon: IconUser },
  campaign: { label: 'A campaign they are in', icon: IconSpeakerphone },
  activity: { label: 'A call, e-mail or meeting', icon: IconPhone },
  inquiry: { label: 'An inquiry they sent', icon: IconForms },
  converted: { label: 'Converted from a lead', icon: IconArrowsExchange },
  segment: { label: 'Another segment', icon: IconUsersGroup },
} as const satisfies Record<string, Readonly<{ label: string; icon: TablerIcon }>>
export type Kind = keyof typeof kinds

export function kindOf(leaf: SegmentLeaf): Kind {
  if ('field' in leaf) return 'field'
  if ('campaign' in leaf) return 'campaign'
  if ('activity' in leaf) return 'activity'
  if ('inquiry' in leaf) return 'inquiry'
  return 'converted' in leaf ? 'converted' : 'segment'
}
