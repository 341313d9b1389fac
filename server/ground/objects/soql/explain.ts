import { sql, type RawBuilder } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { ObjectDefinition } from '../definition.ts'
import { rowsInObject } from './explain.sql.ts'
import { cellsOf } from './run.ts'

/** How a query would be run, as the field's query plan tool shows it. */
export type QueryPlan = {
  /** How many records it is expected to read. */
  readonly cardinality: number
  /** The fields of the index that leads to them. */
  readonly fields: readonly string[]
  readonly leadingOperationType: 'Index' | 'Other' | 'TableScan'
  /** Above 1, a query costs more than reading the whole table. */
  readonly relativeCost: number
  readonly sobjectCardinality: number
  readonly sobjectType: string
  readonly notes: readonly {
    readonly description: string
    readonly fields: readonly string[]
    readonly tableEnumOrId: string
  }[]
}

type Step = {
  readonly 'Node Type'?: string
  readonly 'Relation Name'?: string
  readonly 'Plan Rows'?: number
  readonly 'Total Cost'?: number
  readonly 'Index Cond'?: string
  readonly 'Index Name'?: string
  readonly Plans?: readonly Step[]
}

/** Asks the database how it would run the statement, without running it. */
export async function planOfStatement(
  tx: Tx,
  definition: ObjectDefinition,
  statement: RawBuilder<unknown>,
): Promise<QueryPlan> {
  const [[explained] = []] = await cellsOf(tx, sql`explain (format json) ${statement}`)
  const root = rootOf(explained)
  const total = await rowsInObject(tx, definition)
  const steps = stepsIn(root)
  const access = steps.find((step) => step['Relation Name'] === definition.table) ?? root
  const index = steps.find((step) => step['Index Cond'] !== undefined)
  const isIndex = /Index|Bitmap/.test(access['Node Type'] ?? '')
  const fields = isIndex ? fieldsIn(definition, index?.['Index Cond'] ?? '') : []
  const scan = Math.max(1, total.pages + total.rows * COST_OF_A_ROW)
  return {
    cardinality: access['Plan Rows'] ?? 0,
    fields,
    leadingOperationType: isIndex ? 'Index' : access['Node Type'] === 'Seq Scan' ? 'TableScan' : 'Other',
    relativeCost: Math.round(((root['Total Cost'] ?? 0) / scan) * 1000) / 1000,
    sobjectCardinality: total.rows,
    sobjectType: definition.name,
    notes: isIndex
      ? []
      : [
          {
            description: 'Not considering filter for optimization because unindexed',
            fields,
            tableEnumOrId: definition.name,
          },
        ],
  }
}

const COST_OF_A_ROW = 0.01

function rootOf(explained: unknown): Step {
  const [first]: readonly { readonly Plan?: Step }[] = Array.isArray(explained) ? explained : []
  return first?.Plan ?? {}
}

const stepsIn = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(stepsIn)]

/** The fields whose columns a condition names. */
const fieldsIn = ({ fields }: ObjectDefinition, condition: string): readonly string[] =>
  fields
    .filter(
      ({ column, expression }) =>
        expression === undefined && new RegExp(`\\b${RegExp.escape(column)}\\b`).test(condition),
    )
    .map(({ name }) => name)
