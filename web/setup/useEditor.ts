import { useState } from 'react'
import { toast } from '../ui/toast.tsx'
import { useCall } from './setupApi.ts'

type Editor<Row, Draft, Made> = {
  /** Where all of them are: `/webhooks`. */
  address: string
  /** The one that is edited; undefined while a new one is made. */
  existing: Row | undefined
  blank: Draft
  draftOf: (row: Row) => Draft
  /** Makes a new one; what comes back may be shown only this once. */
  make: (draft: Draft) => Promise<Made>
  /** Keeps changes to the existing one, at its own address. */
  keep: (own: string, draft: Draft) => Promise<Row>
}

/** What a page needs that makes a thing or edits one: the draft, whether it differs from what is kept, and how it is kept. */
export function useEditor<Row extends Readonly<{ Id: string; name: string }>, Draft, Made>({
  address,
  existing,
  blank,
  draftOf,
  make,
  keep,
}: Editor<Row, Draft, Made>) {
  const [draft, setDraft] = useState(() => (existing === undefined ? blank : draftOf(existing)))
  const [saved, setSaved] = useState(draft)
  const [made, setMade] = useState<Made>()
  const create = useCall(() => make(draft), address)
  const own = `${address}/${existing?.Id}`
  const save = useCall(() => keep(own, draft), address, own)
  const submit = () => {
    if (existing === undefined) return create.mutate(undefined, { onSuccess: setMade })
    save.mutate(undefined, {
      onSuccess: (kept) => {
        setDraft(draftOf(kept))
        setSaved(draftOf(kept))
        toast(`Saved ${kept.name}.`)
      },
    })
  }
  return {
    draft,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    /** Why there is nothing to keep; undefined when there is. */
    unchanged:
      existing === undefined || JSON.stringify(draft) !== JSON.stringify(saved) ? undefined : 'Nothing is changed.',
    submit,
    isPending: create.isPending || save.isPending,
    error: create.error ?? save.error,
    made,
  }
}
