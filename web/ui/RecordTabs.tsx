import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import classes from './RecordTabs.module.css'

/** A part of a record's page that takes the whole width; its id stands in the address as `?tab=…`. */
export type RecordTab = Readonly<{
  id: string
  label: string
  show: (record: RecordRow, shape: ObjectShape) => ReactNode
}>

/** The tab the address names, out of those a record has; undefined is its overview. */
export function useRecordTab(tabs: readonly RecordTab[]): RecordTab | undefined {
  const { tab }: Readonly<{ tab?: unknown }> = useSearch({ strict: false })
  return tabs.find((one) => one.id === tab)
}

/** The way between a record's overview and its tabs: links, so that each has its address and opens in a new window. */
export function RecordTabs({ tabs, chosen }: Readonly<{ tabs: readonly RecordTab[]; chosen: RecordTab | undefined }>) {
  const strip = useRef<HTMLElement>(null)
  const at = chosen === undefined ? 0 : tabs.indexOf(chosen) + 1
  useEffect(() => {
    // On a phone the strip is wider than the screen; the part that is open is in it.
    const row = strip.current
    const open = row?.children.item(at)
    if (row && open instanceof HTMLElement)
      row.scrollLeft = open.offsetLeft + open.offsetWidth / 2 - row.offsetLeft - row.clientWidth / 2
  }, [at])
  return (
    <nav ref={strip} className={classes['tabs']} aria-label="Parts of this page">
      <Link to="." search={{}} className={classes['tab']} activeOptions={exactly} {...current(chosen === undefined)}>
        Overview
      </Link>
      {tabs.map((tab) => (
        <Link
          key={tab.id}
          to="."
          search={{ tab: tab.id }}
          className={classes['tab']}
          activeOptions={exactly}
          {...current(tab === chosen)}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}

// The router marks what is current by the path alone; here the search says it.
const exactly = { exact: true, includeSearch: true } as const

const current = (is: boolean) => (is ? ({ 'aria-current': 'page' } as const) : { 'aria-current': false })
