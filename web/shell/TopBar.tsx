import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core'
import { IconChevronRight, IconHelp, IconSearch } from '@tabler/icons-react'
import { Link } from '../ui/Link.tsx'
import { CreateMenu } from './CreateMenu.tsx'
import { openKeys } from './help.ts'
import { keyCaps } from './keys.ts'
import { useCurrentPlace } from './place.ts'
import classes from './TopBar.module.css'
import { palette } from './palette.ts'

/** Where I am, search, create, help. */
export function TopBar() {
  return (
    // Not a <header>: dialogs bring one of their own, and a page has one banner.
    <div role="region" aria-label="Where you are, search, create and help" className={classes['bar']}>
      <Place />
      <UnstyledButton className={classes['search']} onClick={palette.open} aria-label="Search records and actions">
        <IconSearch size={15} stroke={1.8} aria-hidden />
        <span className={classes['searchWords']}>Search</span>
        <span className={classes['caps']} aria-hidden>
          {keyCaps('mod+k').map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </span>
      </UnstyledButton>
      <CreateMenu />
      <Tooltip label="Keys and words (?)">
        <ActionIcon aria-label="Help: keys and words" onClick={openKeys} className={classes['help'] ?? ''}>
          <IconHelp size={18} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function Place() {
  const { title, up } = useCurrentPlace()
  return (
    <div className={classes['place']}>
      {up !== undefined && (
        <>
          <Link to={up.to} className={classes['up']} data-reach>
            {up.label}
          </Link>
          <IconChevronRight size={14} stroke={1.8} aria-hidden className={classes['arrow']} />
        </>
      )}
      <span className={classes['title']}>{title}</span>
    </div>
  )
}
