import { makeStore } from './store.ts'

type Help = Readonly<{ tab: 'keys' | 'words'; term?: string }>
const store = makeStore<Help | undefined>(undefined)

/** Opens the glossary, at a term where one is given ('vetting'): what a refusal's 'What is vetting?' calls. */
export const openGlossary = (term?: string): void =>
  store.set({ tab: 'words', ...(term === undefined ? {} : { term }) })
export const openKeys = (): void => store.set({ tab: 'keys' })
export const closeHelp = (): void => store.set(undefined)
export const useHelp = store.use
