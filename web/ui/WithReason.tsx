import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ComponentProps, ReactElement } from 'react'

/** Says on hover and focus why something cannot be done. The child stays focusable: give it `aria-disabled`, not `disabled`. */
export function WithReason({ reason, children }: { reason: string | undefined; children: ReactElement }) {
  return (
    <Tooltip label={reason ?? ''} disabled={reason === undefined}>
      {children}
    </Tooltip>
  )
}

/** A button that says why it is disabled: `<ReasonedButton reason={lead.IsConverted ? 'This lead is converted.' : undefined}>`. */
export function ReasonedButton({
  reason,
  onClick,
  ...rest
}: ButtonProps & ComponentProps<'button'> & { reason?: string | undefined }) {
  return (
    <WithReason reason={reason}>
      <Button
        {...rest}
        {...(reason === undefined ? {} : { 'data-disabled': true, 'aria-disabled': true })}
        onClick={(event) => (reason === undefined ? onClick?.(event) : event.preventDefault())}
      />
    </WithReason>
  )
}
