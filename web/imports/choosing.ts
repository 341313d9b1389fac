import type { ImportOptions, ImportRow } from './importRow.ts'

/** What somebody changes of what a file is taken for; the rest stays. */
export type Choices = Readonly<{
  object?: string
  mapping?: readonly Readonly<{ column: string; field: string | null; by?: string }>[]
  options?: ImportOptions
}>

/** An import as it will be once the server took the choices, so that the page shows them at once: a field goes to one column. */
export function chosenIn(one: ImportRow, { mapping = [], options = {} }: Choices): ImportRow {
  const chosen = new Map(mapping.map((choice) => [choice.column, choice]))
  const taken = new Set(mapping.flatMap(({ field }) => field ?? []))
  return {
    ...one,
    options: { ...one.options, ...options },
    mapping: one.mapping.map((before) => {
      const choice = chosen.get(before.column)
      if (choice !== undefined) return { ...choice, confidence: 1, reason: before.reason }
      return before.field !== null && taken.has(before.field) ? { ...before, field: null } : before
    }),
  }
}
