import { Button, Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { reasonAgainst, useSession } from '../api/session.ts'
import { changeView, keepView, type ListView, openListWith, useViewCall, type ViewParts } from '../api/views.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import classes from './ViewMenu.module.css'

type Wishes = Readonly<{ Name: string; Shared: boolean; opens: boolean }>

/** Gives what a list shows a name, or a view another one. */
export function SaveViewSheet({
  shape,
  view,
  now,
  onClose,
  onDone,
}: Readonly<{
  shape: ObjectShape
  /** The view to be renamed; none keeps a new one. */
  view?: ListView
  now: ViewParts
  onClose: () => void
  onDone: (view: ListView) => void
}>) {
  const reason = reasonAgainst(useSession(), 'share_views', 'share list views')
  const [wishes, setWishes] = useState<Wishes>({ Name: view?.Name ?? '', Shared: false, opens: false })
  const wish = (part: Partial<Wishes>) => setWishes({ ...wishes, ...part })
  const save = useViewCall(shape.name, async ({ Name, Shared, opens }: Wishes) => {
    if (view !== undefined) return changeView({ Id: view.Id, Name })
    const kept = await keepView({ Object: shape.name, Name, Shared, ...now })
    if (opens) await openListWith(kept)
    return kept
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(wishes, {
      onSuccess: (saved) => {
        onClose()
        if (view === undefined) onDone(saved)
        toast(
          view === undefined ? `“${saved.Name}” is among your views now.` : `The view is called “${saved.Name}” now.`,
        )
      },
    })
  }
  const many = shape.labelPlural.toLowerCase()
  return (
    <Sheet
      opened
      onClose={onClose}
      title={view === undefined ? 'Save as view' : `Rename “${view.Name}”`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form="save-view" loading={save.isPending} disabled={wishes.Name.trim() === ''}>
            {view === undefined ? 'Save view' : 'Rename view'}
          </Button>
        </>
      }
    >
      <form id="save-view" className={classes['form']} onSubmit={submit} noValidate>
        <TextInput
          label="Name"
          placeholder={`Such as: Hot ${many} of this month`}
          maxLength={40}
          value={wishes.Name}
          error={fieldErrors(save.error)['Name']}
          onChange={(event) => wish({ Name: event.currentTarget.value })}
          data-autofocus
        />
        {view === undefined && (
          <>
            <Checkbox
              label={`Open ${many} with it`}
              checked={wishes.opens}
              onChange={(event) => wish({ opens: event.currentTarget.checked })}
            />
            <Checkbox
              label="Share with everybody"
              description={reason}
              disabled={reason !== undefined}
              checked={wishes.Shared}
              onChange={(event) => wish({ Shared: event.currentTarget.checked })}
            />
          </>
        )}
        {save.isError && <RefusalNotice problems={problemsBesides(save.error, ['Name'])} />}
      </form>
    </Sheet>
  )
}
