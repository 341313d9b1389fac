/** Rows of another table that the new records point to: stored with them, by the same statement. */
export type RowsAlong = {
  readonly table: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** What is the same in all of them, by column. */
  readonly common?: Readonly<Record<string, unknown>>
  /** Of every column. */
  readonly types: Readonly<Record<string, string>>
}
