import type { Capability } from '../../shared/roles.ts'
import type { Session } from '../api/session.ts'
import { paths } from '../paths.ts'
import { sectionsFor } from '../setup/sections.ts'
import { isAllowed } from './rooms.ts'

export type Page = Readonly<{
  label: string
  to: string
  /** Other words people type for it. */
  words: string
  needs?: Capability
}>

/** Pages that stand in no navigation: found by their names, or by what they are for. */
const pages: readonly Page[] = [
  { label: 'Likely duplicates', to: paths.duplicates, words: 'review same person merge clean' },
  { label: 'Duplicate runs', to: paths.duplicateRuns, words: 'whole database job groups', needs: 'merge' },
  { label: 'Reported duplicates', to: paths.reportedDuplicates, words: 'rules' },
  { label: 'Check a list', to: paths.checkList, words: 'match file compare without importing' },
  {
    label: 'Merged and converted',
    to: paths.journal,
    words: 'journal undo history merges conversions not vetted without criteria',
  },
  { label: 'Pipeline', to: paths.pipeline, words: 'board kanban deals stages opportunities' },
  { label: 'Campaign trees', to: paths.campaignTrees, words: 'hierarchy parent' },
  { label: 'Campaign plan', to: paths.campaignPlan, words: 'budget calendar quarter' },
  { label: 'Compare campaigns', to: paths.campaignComparison, words: 'comparison side by side report' },
  { label: 'Attribution', to: paths.attribution, words: 'revenue return touches report' },
  { label: 'What marketing did', to: paths.marketingWeek, words: 'week story' },
]

/** Those the person may open, and the pages of Setup. */
export const pagesFor = (session: Session): readonly Page[] => [
  ...pages.filter(({ needs }) => isAllowed(session, needs)),
  ...sectionsFor(session).flatMap(({ sections }) =>
    sections.map(({ slug, title, purpose }) => ({
      label: `Setup: ${title}`,
      to: paths.setupSection(slug),
      words: `${slug} ${purpose}`,
    })),
  ),
]
