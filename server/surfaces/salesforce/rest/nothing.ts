import type { Operation } from './asked.ts'

const always =
  (body: unknown): Operation =>
  async () => ({ status: 200, body })

/** GET /process/rules: Assay has no workflow rules. */
export const processRules = always({ rules: {} })

/** GET /process/approvals: Assay has no approval processes. */
export const processApprovals = always({ approvals: {} })

/** GET /analytics/reports */
export const reports = always([])

/** GET /analytics/dashboards */
export const dashboards = always([])
