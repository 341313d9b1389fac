import { useEffect } from 'react'

/** Something that had the focus, and what it stood in, the nearest first. */
type Stop = Readonly<{ element: HTMLElement; within: readonly Element[] }>

const REMEMBERED = 12
// Whoever knows better where the focus belongs has moved it by then: dialogs give it back after 10 ms.
const GRACE_MS = 40

/**
 * When what has the focus goes away, the focus goes on and not to nowhere: from a sheet or toast back to where the person
 * came from, inside a page to the heading of what was changed. Whoever leaves a control on purpose is left in peace.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const stops: Stop[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const arrive = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return
      stops.unshift({ element: target, within: ancestorsOf(target) })
      stops.length = Math.min(stops.length, REMEMBERED)
    }
    const leave = ({ target }: FocusEvent) =>
      // What is being taken off the page is gone only after the event.
      queueMicrotask(() => {
        if (isNowhere() && canTakeFocus(target)) stops.length = 0
      })
    const look = () => {
      if (!isNowhere() || stops.length === 0) return
      clearTimeout(timer)
      timer = setTimeout(() => isNowhere() && placeAfter(stops)?.focus({ preventScroll: true }), GRACE_MS)
    }
    const changes = new MutationObserver(look)
    changes.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] })
    document.addEventListener('focusin', arrive)
    document.addEventListener('focusout', leave)
    return () => {
      clearTimeout(timer)
      changes.disconnect()
      document.removeEventListener('focusin', arrive)
      document.removeEventListener('focusout', leave)
    }
  }, [])
}

const isNowhere = (): boolean => document.activeElement === document.body

const canTakeFocus = (element: EventTarget | null): boolean =>
  element instanceof HTMLElement && element.isConnected && element.checkVisibility() && !element.matches(':disabled')

function ancestorsOf(element: Element): readonly Element[] {
  const parent = element.parentElement
  return parent === null ? [] : [parent, ...ancestorsOf(parent)]
}

function placeAfter(stops: readonly Stop[]): HTMLElement | undefined {
  for (const [at, stop] of stops.entries()) {
    if (canTakeFocus(stop.element)) return stop.element
    // It waits for an answer, and can be pressed again then.
    if (at === 0 && stop.element.isConnected) return undefined
    const place = placeInPage(stop)
    if (place !== undefined) return place
  }
  return undefined
}

/** Where somebody stands who changed something in the page: its field read again, or the heading above it. */
function placeInPage({ within }: Stop): HTMLElement | undefined {
  const main = within.findIndex((one) => one.id === 'main' && one.isConnected)
  const left = within.slice(0, main + 1).filter((one) => one.isConnected)
  const fields = left[0]?.querySelectorAll<HTMLElement>('[data-edit-field]')
  if (fields?.length === 1) return fields[0]
  for (const one of left) {
    if (one instanceof HTMLElement && one.id !== 'main' && one.tabIndex >= 0) return one
    const heading = one.querySelector<HTMLElement>('h1, h2, h3')
    if (heading?.checkVisibility() === true) {
      heading.tabIndex = -1
      return heading
    }
  }
  return undefined
}
