import { HoverCard, UnstyledButton } from '@mantine/core'
import type { Model } from './attribution.ts'
import classes from './Attribution.module.css'

/** A model's name; its formula and where that comes from on hover and focus. */
export function ModelTerm({ model }: { model: Model }) {
  return (
    <HoverCard width={300} openDelay={200} shadow="md" withinPortal>
      <HoverCard.Target>
        <UnstyledButton className={classes['model']} data-reach>
          {model.label}
        </UnstyledButton>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <p className={classes['formula']}>{model.formula}</p>
        <p className={classes['small']}>{model.source}</p>
      </HoverCard.Dropdown>
    </HoverCard>
  )
}
