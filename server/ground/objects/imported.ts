import type { FieldDeclaration } from './definition.ts'

/** The import that made a record; it comes along when it is asked for, and lists may be filtered by it. */
export const importedBy: FieldDeclaration = {
  name: 'ImportId',
  label: 'Import',
  type: 'reference',
  referenceTo: ['Import'],
  readOnly: 'Only an import sets this.',
  tracked: false,
  onDemand: true,
  section: 'System',
}
