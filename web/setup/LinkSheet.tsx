import { Button } from '@mantine/core'
import { CopyBox } from '../ui/CopyBox.tsx'
import { exactDate } from '../ui/dates.ts'
import { Sheet } from '../ui/Sheet.tsx'
import classes from './Users.module.css'

export type ShownLink = Readonly<{ url: string; expiresAt: string; purpose: 'invitation' | 'password'; name: string }>

/** A one-time link to hand on; it is not kept and cannot be shown again. */
export function LinkSheet({ link, onClose }: { link: ShownLink; onClose: () => void }) {
  const first = link.purpose === 'invitation'
  return (
    <Sheet
      opened
      onClose={onClose}
      title={first ? `Invitation for ${link.name}` : `New password for ${link.name}`}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className={classes['form']}>
        <p className={classes['faint']}>
          Send this link to {link.name}. It opens once, lets them choose {first ? 'their password' : 'a new password'},
          and is good until {exactDate(link.expiresAt)}. It is shown only now; you can make another one at any time.
        </p>
        <CopyBox text={link.url} label="Invitation link" copy="Copy link" />
      </div>
    </Sheet>
  )
}
