import { ActionIcon, Checkbox, Radio } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { SavedText } from '../setup/SavedText.tsx'
import classes from './StatusRow.module.css'

/** The heads over rows of statuses. */
export function StatusHeads() {
  return (
    <div className={classes['heads']} aria-hidden>
      <span>Status</span>
      <span>Response</span>
      <span>Default</span>
    </div>
  )
}

/** One place a member can stand, of a campaign or of a type: its label, whether it counts as a response, whether new members start there. */
export function StatusRow({
  label,
  hasResponded,
  isDefault,
  reason,
  onLabel,
  onResponse,
  onDefault,
  onDrop,
}: Readonly<{
  label: string
  hasResponded: boolean
  isDefault: boolean
  reason: string | undefined
  onLabel: (label: string) => Promise<unknown>
  onResponse: (counts: boolean) => void
  onDefault: () => void
  onDrop: () => void
}>) {
  return (
    <div className={classes['status']}>
      <SavedText label={`Label of ${label}`} value={label} reason={reason} maxLength={40} onSave={onLabel} />
      <Checkbox
        aria-label={`${label} counts as a response`}
        checked={hasResponded}
        disabled={reason !== undefined}
        onChange={(event) => onResponse(event.currentTarget.checked)}
      />
      <Radio
        aria-label={`${label} is the default`}
        checked={isDefault}
        disabled={reason !== undefined}
        onChange={onDefault}
      />
      {reason === undefined && (
        <ActionIcon size={24} aria-label={`Delete ${label}`} onClick={onDrop}>
          <IconX size={14} stroke={1.8} />
        </ActionIcon>
      )}
    </div>
  )
}
