import { Drawer, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
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
      <div className={classes['content']}>{children}</div>
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

const close = { 'aria-label': 'Close' }
const veil = { backgroundOpacity: 0.28 }
const parts = { title: classes['title'] ?? '', header: classes['header'] ?? '', body: classes['body'] ?? '' }
