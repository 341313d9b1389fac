import type { Role } from '../../shared/roles.ts'

export type Criterion = Readonly<{ name: string; label: string; letter: string; required: boolean; help: string }>
export type Signature = Readonly<{ by: Readonly<{ Id: string; Name: string | null }> | null; at: string }> | null
export type Side = 'marketing' | 'sales'

/** One version of what makes a lead qualified. */
export type Agreement = Readonly<{
  Id: string
  version: number
  state: 'draft' | 'in_force' | 'superseded'
  leadDefinition: string
  opportunityDefinition: string
  criteria: readonly Criterion[]
  firstResponseHours: number
  converters: readonly Role[]
  signedByMarketing: Signature
  signedBySales: Signature
  inForceFrom: string | null
  inForceUntil: string | null
  createdDate: string
  cautions: readonly string[]
}>

export const sideWords: Readonly<Record<Side, string>> = { marketing: 'Marketing', sales: 'Sales' }

/** A name for a new criterion out of its label: what evidence refers to, never shown. */
export function criterionName(label: string, taken: readonly string[]): string {
  const base =
    label
      .normalize('NFKD')
      .replaceAll(/[^A-Za-z0-9]+/g, '')
      .replace(/^\d+/, '')
      .slice(0, 36) || 'Criterion'
  const isTaken = (name: string) => taken.some((one) => one.toLowerCase() === name.toLowerCase())
  let name = base
  for (let number = 2; isTaken(name); number += 1) name = `${base}${number}`
  return name
}
