import type { Field } from '../../../ground/objects/definition.ts'

/** What a field is called where tools ask: Salesforce writes Email, our pages E-mail. What an org named itself stays as it is. */
export const labelOf = ({ label, custom }: Pick<Field, 'label' | 'custom'>): string =>
  custom === true ? label : label.replaceAll(/\b(e)-mail\b/gi, '$1mail')
