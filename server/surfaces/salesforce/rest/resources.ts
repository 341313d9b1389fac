import type { Operation } from './asked.ts'
import { changeRecord, createRecord, readRecord, removeRecord } from './records.ts'

/** A resource by the parts of its address after the version: `:name` stands for any part, a last `*` for all that follow. */
export type Resource = {
  readonly path: string
  readonly GET?: Operation
  readonly POST?: Operation
  readonly PATCH?: Operation
  readonly PUT?: Operation
  readonly DELETE?: Operation
}

/** Everything this room answers, for requests of their own and for parts of composite ones. The first that fits is taken. */
export const resources: readonly Resource[] = [
  { path: 'sobjects/:object', POST: createRecord },
  { path: 'sobjects/:object/:id', GET: readRecord, PATCH: changeRecord, DELETE: removeRecord },
]
