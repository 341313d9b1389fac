/** How a call with a lead ended, one click each. */
export const callOutcomes = ['dead_end', 'definite_maybe', 'opportunity'] as const
export type CallOutcome = (typeof callOutcomes)[number]

/** What the log of the call calls it. */
export const dispositionOf = {
  dead_end: 'Dead end',
  definite_maybe: 'Definite maybe',
  opportunity: 'Opportunity',
} as const satisfies Record<CallOutcome, string>

export type OutcomeReport = {
  readonly outcome: CallOutcome
  /** Dead end: why the lead is closed, e.g. `Student or research`. */
  readonly reason?: string
  /** Dead end: the day to ask again, `YYYY-MM-DD`; a task stands for it. */
  readonly recheckOn?: string
  /** Dead end: keeps getting the newsletter. */
  readonly staysOnNewsletter?: boolean
  /** Definite maybe: the day of the next step, `YYYY-MM-DD`. */
  readonly followUpOn?: string
  /** Definite maybe: what was promised to be sent: brochure, spec, price list. */
  readonly send?: readonly string[]
  /** Definite maybe: why it is not ready yet; the lead is nurtured. */
  readonly notReadyReason?: string
  /** What was said. */
  readonly note?: string
  readonly callDurationInSeconds?: number
}
