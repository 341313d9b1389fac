import { BY_ASSAY, type FieldDeclaration } from './definition.ts'
import { nextStepAbout, nextStepWith, spentAbout, spentOnPerson } from './expressions.ts'

/** What is kept of every record people work with: the import that made it, when something last happened, who looked last. */
export const keptFields: readonly FieldDeclaration[] = [
  {
    name: 'ImportId',
    label: 'Import',
    type: 'reference',
    referenceTo: ['Import'],
    readOnly: 'Only an import sets this.',
    tracked: false,
    onDemand: true,
    section: 'System',
  },
  {
    name: 'LastActivityDate',
    label: 'Last activity',
    type: 'date',
    readOnly: BY_ASSAY,
    tracked: false,
    section: 'System',
  },
  {
    name: 'LastViewedDate',
    label: 'Last viewed',
    type: 'datetime',
    column: 'last_viewed_at',
    readOnly: BY_ASSAY,
    tracked: false,
    section: 'System',
  },
]

/** What tasks and meetings come to, with a person or about an opportunity: what they cost in all, and when the next one is. */
export const workFields = (place: 'with this person' | 'about this opportunity'): readonly FieldDeclaration[] => [
  {
    name: 'WorkCost',
    label: 'Spent so far',
    type: 'currency',
    expression: place === 'with this person' ? spentOnPerson : spentAbout,
    onDemand: true,
    readOnly: 'It is the sum of what tasks and meetings cost.',
    help: `What tasks and meetings ${place} cost, beside the time.`,
    section: 'System',
  },
  {
    name: 'NextStepDate',
    label: 'Next step',
    type: 'date',
    expression: place === 'with this person' ? nextStepWith : nextStepAbout,
    onDemand: true,
    section: 'System',
  },
]
