import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './CopyBox.module.css'

/** Text to take elsewhere, whole and selectable, with the button that copies it: a link, a token, HTML. */
export function CopyBox({ text, label, copy = 'Copy' }: Readonly<{ text: string; label: string; copy?: string }>) {
  return (
    <div className={classes['box']}>
      <pre className={classes['text']} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <CopyButton value={text} timeout={2000}>
        {({ copied, copy: take }) => (
          <Button variant="default" size="compact-md" onClick={take} leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}>
            {copied ? 'Copied' : copy}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
