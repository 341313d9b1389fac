import { BY_ASSAY, type FieldDeclaration } from './definition.ts'

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
