import { makeStore } from './store.ts'

type Creation = Readonly<{ objectName: string; values?: Readonly<Record<string, unknown>> }>
const store = makeStore<Creation | undefined>(undefined)

/** Opens the sheet that creates a record: `openCreate('Contact', { AccountId: account.Id })`. */
export const openCreate = (objectName: string, values?: Creation['values']): void =>
  store.set({ objectName, ...(values === undefined ? {} : { values }) })
export const closeCreate = (): void => store.set(undefined)
export const useCreation = store.use
