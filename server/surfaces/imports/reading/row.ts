/** One row of the file. `line` is where it begins; reading may go on at `endByte` of its text and `nextLine`. */
export type Row = {
  readonly line: number
  readonly nextLine: number
  readonly endByte: number
  readonly cells: readonly string[]
  /** Why the row could not be read; then it has no cells. */
  readonly fault?: string
}

export type Place = { readonly byte: number; readonly line: number }
