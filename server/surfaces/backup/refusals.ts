import { Refusal } from '../../platform/errors.ts'

export const notABackup = (): Refusal =>
  new Refusal(
    'not_a_backup',
    'This file is not a backup made by Assay. A backup is what npm run assay -- backup FILE.assay writes.',
    { kind: 'malformed' },
  )

export const damaged = (why: string): Refusal =>
  new Refusal(
    'backup_damaged',
    `This backup is damaged, and nothing was restored. ${why} Restore another copy of it, or an earlier backup.`,
    { rule: 'A backup is restored whole or not at all.' },
  )

export const tooNew = (what: string): Refusal =>
  new Refusal(
    'backup_newer',
    `This backup was made by a newer Assay than this one: ${what}. Update Assay, and restore it then.`,
    { rule: 'A backup is restored by the Assay that made it, or a newer one.' },
  )
