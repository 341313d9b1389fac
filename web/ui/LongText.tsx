import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import classes from './LongText.module.css'

/** What twelve lines of prose hold; what is longer is folded, so that the page below stays in reach. */
const FOLDED_CHARACTERS = 900
const FOLDED_LINES = 12

/** A text with its line breaks; a long one opens by a button. */
export function LongText({ text }: { text: string }) {
  const [open, setOpen] = useState(false)
  if (text.length <= FOLDED_CHARACTERS && text.split('\n', FOLDED_LINES + 1).length <= FOLDED_LINES)
    return <span className={classes['text']}>{text}</span>
  return (
    <>
      <span className={classes['text']} data-folded={!open || undefined}>
        {text}
      </span>
      <UnstyledButton className={classes['more']} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
      </UnstyledButton>
    </>
  )
}
