import { type RefObject, useEffect, useRef } from 'react'

/**
 * The keys of a form that stands in a page: Esc takes it back, Ctrl-Enter or ⌘-Enter sends it off from everywhere in
 * it, and Enter alone where `submits` says so. Also brings the form into sight when it opens.
 */
export function useFormKeys({
  onCancel,
  submits = () => false,
}: Readonly<{ onCancel: () => void; submits?: (event: KeyboardEvent) => boolean }>): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  const latest = useRef({ onCancel, submits })
  useEffect(() => {
    latest.current = { onCancel, submits }
  })
  useEffect(() => {
    const here = form.current
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        // Only the form closes, not the page around it.
        event.stopPropagation()
        latest.current.onCancel()
      }
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || latest.current.submits(event))) {
        event.preventDefault()
        here?.requestSubmit()
      }
    }
    here?.addEventListener('keydown', onKey)
    // Newer browsers answer with a promise, which must not become this effect's clean-up.
    here?.scrollIntoView({ block: 'nearest' })
    return () => here?.removeEventListener('keydown', onKey)
  }, [])
  return form
}
