import { Button, Menu } from '@mantine/core'
import { IconPlus, IconTable } from '@tabler/icons-react'
import { paths } from '../paths.ts'
import { useGo } from '../ui/Link.tsx'
import { openCreate } from './create.ts'
import { makeStore } from './store.ts'
import classes from './CreateMenu.module.css'

/** What the create menu offers, the usual first. Opportunities are made by converting a lead, or on an account. */
export const CREATABLE = ['Lead', 'Task', 'Account', 'Contact', 'Opportunity', 'Campaign'] as const

const opened = makeStore(false)
export const openCreateMenu = (): void => opened.set(true)

/** The create button of the top bar; its key is C. */
export function CreateMenu() {
  const go = useGo()
  return (
    <Menu
      opened={opened.use()}
      onChange={opened.set}
      position="bottom-end"
      width={200}
      transitionProps={{ duration: 120 }}
    >
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} stroke={2} />}
          className={classes['button'] ?? ''}
          aria-label="Create"
        >
          <span className={classes['word']}>Create</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {CREATABLE.map((name) => (
          <Menu.Item key={name} onClick={() => openCreate(name)}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconTable size={16} stroke={1.6} />} onClick={() => go(paths.newImport)}>
          Import a file
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
