import {
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleHalf2,
  IconCircleX,
  IconClockExclamation,
  IconPlant2,
  IconTrophy,
  type TablerIcon,
} from '@tabler/icons-react'
import { textOf } from './textOf.ts'

/** The states a record can show, each always with the same icon, word and colour (a variable of theme.css). */
export type State =
  | 'open'
  | 'working'
  | 'nurturing'
  | 'converted'
  | 'unqualified'
  | 'overdue'
  | 'won'
  | 'lost'
  | 'planned'

export const stateLook: Readonly<Record<State, { word: string; colour: string; tint: string; icon: TablerIcon }>> = {
  open: { word: 'Open', colour: 'var(--open)', tint: 'var(--open-tint)', icon: IconCircle },
  working: { word: 'Working', colour: 'var(--working)', tint: 'var(--working-tint)', icon: IconCircleHalf2 },
  nurturing: { word: 'Nurturing', colour: 'var(--nurturing)', tint: 'var(--nurturing-tint)', icon: IconPlant2 },
  converted: { word: 'Converted', colour: 'var(--converted)', tint: 'var(--converted-tint)', icon: IconCircleCheck },
  unqualified: {
    word: 'Unqualified',
    colour: 'var(--unqualified)',
    tint: 'var(--unqualified-tint)',
    icon: IconCircleX,
  },
  overdue: { word: 'Overdue', colour: 'var(--overdue)', tint: 'var(--overdue-tint)', icon: IconClockExclamation },
  won: { word: 'Won', colour: 'var(--gold-ink)', tint: 'var(--gold-tint)', icon: IconTrophy },
  lost: { word: 'Lost', colour: 'var(--unqualified)', tint: 'var(--unqualified-tint)', icon: IconCircleX },
  planned: { word: 'Planned', colour: 'var(--open)', tint: 'var(--open-tint)', icon: IconCircleDashed },
}

const byWord: readonly (readonly [RegExp, State])[] = [
  [/^closed - converted|^converted|^completed?$|^approved/i, 'converted'],
  [/not converted|unqualified|aborted|rejected/i, 'unqualified'],
  [/closed won|^won$|former customer|^customer$/i, 'won'],
  [/lost/i, 'lost'],
  [/nurtur/i, 'nurturing'],
  [/working|in progress|proposal|negotiation|prospecting|analysis|proposition|responded/i, 'working'],
  [/planned|not started|waiting|deferred/i, 'planned'],
]

export const isState = (word: string | undefined): word is State => word !== undefined && Object.hasOwn(stateLook, word)

/** The state behind a status or stage: what the org configured, or else what its words say. */
export function stateOf(status: unknown, configured?: string): State {
  if (isState(configured)) return configured
  return byWord.find(([words]) => words.test(textOf(status)))?.[1] ?? 'open'
}
