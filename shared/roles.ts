/** What somebody is in an org. What each may do says `server/ground/users/roles.ts`. */
export const roles = ['administrator', 'marketing', 'vetter', 'sales', 'manager', 'read_only'] as const
export type Role = (typeof roles)[number]

/** What a role may do beyond reading and writing records. */
export const capabilities = [
  // Statuses, forms, fields, criteria.
  'set_up',
  'keep_users',
  'import',
  'export',
  'merge',
  'convert',
  'convert_without_criteria',
  'sign_for_marketing',
  'sign_for_sales',
  'empty_recycle_bin',
  // List views everybody sees.
  'share_views',
] as const
export type Capability = (typeof capabilities)[number]
