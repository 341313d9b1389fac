import type { Role } from '../../shared/roles.ts'

/** What each role may do, in the words a person who invites somebody needs. */
export const roleWords: Readonly<Record<Role, { label: string; may: string }>> = {
  administrator: { label: 'Administrator', may: 'Everything, and setting Assay up: users, statuses, forms, fields.' },
  manager: {
    label: 'Manager',
    may: 'Sees and changes every record, converts without met criteria, signs for both sides.',
  },
  marketing: {
    label: 'Marketing',
    may: 'Campaigns, forms, imports and leads; signs the agreement for Marketing. Reads opportunities.',
  },
  vetter: { label: 'Vetter', may: 'Vets and converts leads, imports and merges. Reads campaigns.' },
  sales: { label: 'Sales', may: 'Works accounts, contacts and opportunities, converts leads; signs for Sales.' },
  read_only: { label: 'Read-only', may: 'Sees what is not kept to its owner, and changes nothing.' },
}

export const roleOrder: readonly Role[] = ['administrator', 'manager', 'marketing', 'vetter', 'sales', 'read_only']

export const isRole = (word: unknown): word is Role => typeof word === 'string' && Object.hasOwn(roleWords, word)
