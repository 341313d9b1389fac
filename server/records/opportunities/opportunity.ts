/** One stage of the sales process; it drives probability, forecast category, and whether a deal is closed and won. */
export type OpportunityStage = {
  readonly id: number
  /** What is stored in `Opportunity.StageName`. */
  readonly name: string
  readonly label: string
  readonly sortOrder: number
  readonly isActive: boolean
  readonly isClosed: boolean
  readonly isWon: boolean
  readonly forecastCategory: string
  readonly forecastCategoryName: string
  readonly defaultProbability: number
}

/** Why sales failed, or the vetting before it did. */
export const VETTING_WAS_WRONG = 'Vetting was wrong'
export const lossReasons = [
  'Lost to competitor',
  'Price',
  'No decision',
  'Product did not fit',
  'Lost contact',
  VETTING_WAS_WRONG,
  'Not recorded',
] as const

/** Which letter of the vetting turned out wrong. */
export const vettingFailures = ['Budget', 'Authority', 'Need', 'Timeline'] as const

export const noAmountReasons = ['Not known yet', 'Not known at conversion', 'No revenue expected'] as const

/** The last day of the quarter a day is in; the fiscal year starts in the given month (1 to 12). */
export function endOfQuarter(day: string, fiscalYearStartsIn: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const monthsIn = (month - fiscalYearStartsIn + 12) % 3
  return new Date(Date.UTC(year, month + 2 - monthsIn, 0)).toISOString().slice(0, 10)
}
