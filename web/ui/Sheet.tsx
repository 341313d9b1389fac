import { Drawer, Modal } from '@mantine/core'
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react'
import { usePhone } from './usePhone.ts'
import classes from './Sheet.module.css'

type SheetProps = Readonly<{
  opened: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** What stands at the foot: buttons, the main one last. */
  footer?: ReactNode
  /** 'dialog' floats in the middle, 'side' comes from the right; on a phone both rise from below. */
  as?: 'dialog' | 'side'
  width?: number
}>

/** A dialog that becomes a sheet from below on phones. Closes on Esc and outside; focus stays inside and returns. */
export function Sheet({ opened, onClose, title, children, footer, as = 'dialog', width = 480 }: SheetProps) {
  const phone = usePhone()
  const content = (
    <>
      <Content>{children}</Content>
      {footer !== undefined && <div className={classes['footer']}>{footer}</div>}
    </>
  )
  if (!phone && as === 'dialog') {
    return (
      <Modal
        opened={opened}
        onClose={onClose}
        title={title}
        size={width}
        classNames={parts}
        closeButtonProps={close}
        overlayProps={veil}
      >
        {content}
      </Modal>
    )
  }
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position={phone ? 'bottom' : 'right'}
      size={phone ? 'auto' : width}
      classNames={{ ...parts, content: (phone ? classes['rising'] : classes['side']) ?? '' }}
      overlayProps={veil}
      closeButtonProps={close}
      transitionProps={{ duration: 120 }}
    >
      {content}
    </Drawer>
  )
}

function Content({ children }: { children: ReactNode }) {
  return (
    <div ref={useFirstFocus()} className={classes['content']}>
      {children}
    </div>
  )
}

const FIELD = ':is(input, textarea, select):not(:disabled, [readonly], [type=hidden])'

/**
 * Where nothing in a sheet asks for the focus, it goes to the first field, and to the heading where there is none or it
 * is still to come: never to Close. On a phone always to the heading, as a field would bring the keys over the sheet.
 */
function useFirstFocus(): RefObject<HTMLDivElement | null> {
  const phone = usePhone()
  const content = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const sheet = content.current?.closest('[role="dialog"]')
    if (!sheet || sheet.querySelector('[data-autofocus]') !== null) return
    const heading = sheet.querySelector('h2')
    heading?.setAttribute('tabindex', '-1')
    const first = phone ? null : content.current?.querySelector(FIELD)
    ;(first ?? heading)?.setAttribute('data-autofocus', '')
    // oxlint-disable-next-line react/exhaustive-deps -- Only as the sheet opens.
  }, [])
  return content
}

const close = { 'aria-label': 'Close' }
const veil = { backgroundOpacity: 0.28 }
const parts = { title: classes['title'] ?? '', header: classes['header'] ?? '', body: classes['body'] ?? '' }
