import { HoverCard, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { findTerm } from '../../shared/glossary.ts'
import { openGlossary } from '../shell/help.ts'
import classes from './Term.module.css'

/** A word of the product inside a sentence: its meaning on hover, the glossary on press. `<Term of="mql">MQL</Term>` */
export function Term({ of, children }: { of: string; children?: ReactNode }) {
  const term = findTerm(of)
  if (term === undefined) return <>{children}</>
  return (
    <HoverCard width={320} openDelay={250} shadow="md" withinPortal>
      <HoverCard.Target>
        <UnstyledButton className={classes['term']} data-reach onClick={() => openGlossary(of)}>
          {children ?? term.word}
        </UnstyledButton>
      </HoverCard.Target>
      <HoverCard.Dropdown className={classes['card']}>
        <strong>{term.word}</strong>
        <p>{term.means}</p>
      </HoverCard.Dropdown>
    </HoverCard>
  )
}
