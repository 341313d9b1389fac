/** A field's kind, in the words of the object catalogue. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'reference'

/** What a cell may be written into. */
export type TargetField = {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly length?: number
  readonly required?: boolean
  readonly picklist?: readonly { readonly value: string; readonly label?: string }[]
  /** Only the picklist's values are allowed. */
  readonly restricted?: boolean
  readonly references?: readonly string[]
}

/** What a cell says; null when it says nothing. Dates are `YYYY-MM-DD`, moments ISO 8601 in UTC. */
export type CellValue = string | number | boolean | null

/** Why a cell cannot be read, as the end of a sentence that begins with the cell. */
export type CellFault = { readonly fault: string }

export type CellReading = CellValue | CellFault

export const isFault = (reading: CellReading): reading is CellFault => typeof reading === 'object' && reading !== null

export type DateOrder = 'dmy' | 'mdy'
export type DecimalMark = '.' | ','

/** How one column is read; decided once for the whole column. */
export type ColumnReading = {
  readonly read: (cell: string) => CellReading
  /** What was decided, for people; absent when there was nothing to decide. */
  readonly decided?: string
  /** The sample allows another reading too. */
  readonly unsure?: boolean
  readonly order?: DateOrder
  readonly decimal?: DecimalMark
}

/** What people chose, or what other columns of the same file showed. */
export type ReadingHints = {
  readonly order?: DateOrder
  readonly decimal?: DecimalMark
  /** Zone of times that name none, such as Europe/Vienna; UTC unless said. */
  readonly timeZone?: string
  /** What a word of the column stands for: Won → Closed Won. */
  readonly values?: Readonly<Record<string, string>>
}
