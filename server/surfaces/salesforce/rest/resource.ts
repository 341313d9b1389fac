import type { Operation } from './asked.ts'

/** A resource by the parts of its address after the version: `:name` stands for any part, a last `*` for all that follow. */
export type Resource = {
  readonly path: string
  readonly GET?: Operation
  readonly POST?: Operation
  readonly PATCH?: Operation
  readonly PUT?: Operation
  readonly DELETE?: Operation
}
