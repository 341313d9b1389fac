import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './CopyBox.module.css'

/** Text to take elsewhere, whole and selectable, with the button that copies it: a link, a token, HTML. */
export function CopyBox({ text, label, copy = 'Copy' }: Readonly<{ text: string; label: string; copy?: string }>) {
  return (
    <div className={classes['box']}>
      <textarea
        className={classes['text']}
        readOnly
        aria-label={label}
        value={text}
        rows={Math.min(14, Math.max(2, Math.ceil(text.length / 44)))}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={text} timeout={2000}>
        {({ copied, copy: take }) => (
          <Button
            variant="default"
            size="compact-md"
            onClick={take}
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          >
            {copied ? 'Copied' : copy}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
