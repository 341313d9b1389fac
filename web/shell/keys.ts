import { useEffect } from 'react'
import { commandFor, isBeginning } from './commands.ts'

const SEQUENCE_MS = 900

/** Listens for every command's keys; once, in the shell. Typing in a field and open dialogs keep their own keys. */
export function useKeyboard(): void {
  useEffect(() => {
    let begun = ''
    let timer: ReturnType<typeof setTimeout> | undefined
    const forget = () => {
      begun = ''
      clearTimeout(timer)
    }
    // A dialog that closes on this very key is gone by the time it is heard below.
    let isInDialog = false
    const look = () => {
      isInDialog = document.querySelector('[aria-modal="true"]') !== null
    }
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event)
      if (event.defaultPrevented || key === undefined || !mayFire(event, key, isInDialog)) return
      const keys = begun === '' ? key : `${begun} ${key}`
      const command = commandFor(keys) ?? (begun === '' ? undefined : commandFor(key))
      forget()
      if (command !== undefined) {
        event.preventDefault()
        if (command.reason === undefined) command.run()
      } else if (isBeginning(key)) {
        begun = key
        timer = setTimeout(forget, SEQUENCE_MS)
      }
    }
    window.addEventListener('keydown', look, { capture: true })
    document.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', look, { capture: true })
      document.removeEventListener('keydown', onKey)
      forget()
    }
  }, [])
}

function keyOf(event: KeyboardEvent): string | undefined {
  if (['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) return undefined
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.ctrlKey || event.metaKey) return `mod+${key}`
  if (event.altKey) return undefined
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key
}

function mayFire(event: KeyboardEvent, key: string, isInDialog: boolean): boolean {
  if (key === 'mod+k') return true
  if (key.startsWith('mod+')) return false
  if (isInDialog) return false
  const target = event.target instanceof Element ? event.target : null
  if (
    target?.closest(
      'input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"]',
    )
  )
    return false
  // Enter and Space on a button or link press it.
  return !((key === 'Enter' || key === ' ') && target?.closest('button, a, summary, [role="button"]'))
}

/** The keys as a person reads them: 'mod+k' → ['⌘', 'K'] or ['Ctrl', 'K']; 'g l' → ['G', 'L']. */
export function keyCaps(keys: string): readonly string[] {
  return keys.split(/[ +]/).map((key) => capOf[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.userAgent)
const capOf: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: '⇧',
  Escape: 'Esc',
  Enter: '↵',
  ArrowDown: '↓',
  ArrowUp: '↑',
}
