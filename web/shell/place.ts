import { useEffect } from 'react'
import { makeStore } from './store.ts'

export type Place = Readonly<{
  /** What this page is, in the top bar and in the browser's tab. */
  title: string
  /** The way up: 'Leads' above a lead. */
  up?: Readonly<{ label: string; to: string }>
}>

const store = makeStore<Place>({ title: '' })

/** Says where we are. Every page calls it once: `usePlace({ title: lead.Name, up: { label: 'Leads', to: paths.leads } })`. */
export function usePlace({ title, up }: Place): void {
  const label = up?.label
  const to = up?.to
  useEffect(() => {
    store.set({ title, ...(label !== undefined && to !== undefined ? { up: { label, to } } : {}) })
    document.title = title === '' ? 'Assay' : `${title} · Assay`
  }, [title, label, to])
}

export const useCurrentPlace = store.use
