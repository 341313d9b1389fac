import type { TablerIcon } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { makeStore } from './store.ts'

/** Something a person can do now: by key, and from the palette. */
export type Command = Readonly<{
  id: string
  /** A verb with its object: 'Convert lead'. */
  label: string
  group: 'Go to' | 'Create' | 'This page' | 'List' | 'Help'
  run: () => void
  /** One key ('c', '?', 'Enter', 'Escape', 'mod+k') or a sequence ('g l'). */
  keys?: string
  icon?: TablerIcon
  /** Why it cannot be done now; it then shows greyed with this sentence. */
  reason?: string | undefined
  /** Other words people type for it. */
  words?: string
  /** False keeps moves such as 'Next row' out of the palette. */
  palette?: boolean
}>

const owners = new Map<symbol, readonly Command[]>()
const store = makeStore<readonly Command[]>([])

/**
 * Registers commands while the calling component is on the screen. A later component's command with the same id or
 * the same keys takes precedence, so a page may give a key its own meaning.
 */
export function useCommands(commands: readonly Command[]): void {
  const owner = useRef(Symbol('commands'))
  useEffect(() => {
    owners.set(owner.current, commands)
    store.set([...owners.values()].flat())
  })
  useEffect(() => {
    const me = owner.current
    return () => {
      owners.delete(me)
      store.set([...owners.values()].flat())
    }
  }, [])
}

/** Every command there is now, the most particular last; for the palette and the keys sheet. */
export const useAllCommands = (): readonly Command[] => latestOf(store.use())

/** The command a finished key sequence stands for. */
export const commandFor = (keys: string): Command | undefined =>
  store.get().findLast((command) => command.keys === keys)

/** Whether some command's keys begin with this and go on: 'g' before 'l'. */
export const isBeginning = (keys: string): boolean =>
  store.get().some((command) => command.keys?.startsWith(`${keys} `))

function latestOf(commands: readonly Command[]): readonly Command[] {
  const byId = new Map<string, Command>()
  for (const command of commands) byId.set(command.id, command)
  return [...byId.values()]
}
