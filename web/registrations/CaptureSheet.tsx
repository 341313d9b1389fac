import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Sheet } from '../ui/Sheet.tsx'
import type { Captured } from './taps.ts'
import classes from './CheckIn.module.css'

const blank = { firstName: '', lastName: '', company: '', email: '', phone: '', note: '', interest: '' }

/** Somebody at the door or the stand who is not on the list: known people are found by their address, others become leads. */
export function CaptureSheet({
  name,
  statuses,
  attended,
  onCapture,
  onClose,
}: Readonly<{
  name: string
  statuses: readonly string[]
  attended: string | null
  onCapture: (captured: Captured) => void
  onClose: () => void
}>) {
  const [form, setForm] = useState(() => ({ ...blank, ...namesIn(name) }))
  const [status, setStatus] = useState(attended)
  const set = (field: keyof typeof form) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setForm((before) => ({ ...before, [field]: value }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onCapture({ ...form, lastName: form.lastName.trim(), status: status === attended ? null : status })
    onClose()
  }
  return (
    <Sheet opened onClose={onClose} title="Add somebody">
      <form onSubmit={submit} className={classes['form']}>
        <div className={classes['pair']}>
          <TextInput
            label="First name"
            maxLength={40}
            autoComplete="off"
            value={form.firstName}
            onChange={set('firstName')}
          />
          <TextInput
            label="Last name"
            required
            data-autofocus
            maxLength={80}
            autoComplete="off"
            value={form.lastName}
            onChange={set('lastName')}
          />
        </div>
        <TextInput label="Company" maxLength={255} autoComplete="off" value={form.company} onChange={set('company')} />
        <TextInput
          label="E-mail"
          type="email"
          description="Whom we know by it is not made a lead a second time."
          maxLength={254}
          autoComplete="off"
          value={form.email}
          onChange={set('email')}
        />
        <TextInput
          label="Interested in"
          maxLength={255}
          autoComplete="off"
          value={form.interest}
          onChange={set('interest')}
        />
        <Textarea label="Note" autosize minRows={2} maxLength={4000} value={form.note} onChange={set('note')} />
        <Select label="Status" allowDeselect={false} data={[...statuses]} value={status} onChange={setStatus} />
        <Button type="submit" disabled={form.lastName.trim() === ''} size="md">
          {status === attended ? 'Add and check in' : 'Add somebody'}
        </Button>
      </form>
    </Sheet>
  )
}

/** What was looked for in vain is probably the name. */
function namesIn(text: string): { firstName: string; lastName: string } {
  const words = text.trim().split(/\s+/).filter(Boolean)
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' }
}
