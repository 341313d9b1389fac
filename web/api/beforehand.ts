import type { QueryClient } from '@tanstack/react-query'
import { aboutOptions, type ListQuery, listOptions, recordOptions } from './records.ts'

/** What hangs on a record and stands so high on its page that the rest would move if it came later. */
type Beforehand = Readonly<{
  /** Waited for as the record itself is. */
  whole?: readonly string[]
  /** Waited for until a person would notice the wait. */
  soon?: readonly string[]
  /** Lists of other objects, waited for as long. */
  soonLists?: Readonly<Record<string, (id: string) => ListQuery>>
}>

const NOTICED_MS = 1_000

/** Asks for all of a record's page at once, before it shows itself; what fails is told where it stands on the page. */
export const beforehand =
  (objectName: string, { whole = [], soon = [], soonLists = {} }: Beforehand = {}) =>
  async (client: QueryClient, id: string): Promise<void> => {
    const about = (what: string) => client.ensureQueryData(aboutOptions(objectName, id, what)).catch(() => undefined)
    const lists = Object.entries(soonLists).map(([name, query]) =>
      client.ensureInfiniteQueryData(listOptions(name, query(id))).catch(() => undefined),
    )
    const record = client.ensureQueryData(recordOptions(objectName, id)).catch(() => undefined)
    const noticed = new Promise((resolve) => setTimeout(resolve, NOTICED_MS))
    await Promise.all([
      record.then((row) => (row?.['IsConverted'] === true ? about('conversion') : undefined)),
      ...whole.map(about),
      Promise.race([Promise.all([...soon.map(about), ...lists]), noticed]),
    ])
  }
