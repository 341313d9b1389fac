import { Menu } from '@mantine/core'
import { IconPlus, IconTable } from '@tabler/icons-react'
import { reasonAgainst, type Session, useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { useGo } from '../ui/Link.tsx'
import { openCreate } from './create.ts'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { makeStore } from './store.ts'
import classes from './CreateMenu.module.css'

/** What the create menu offers, the usual first. Opportunities are made by converting a lead, or on an account. */
const CREATABLE = ['Lead', 'Task', 'Account', 'Contact', 'Opportunity', 'Campaign'] as const

/** Of those, what the person may make. */
export const creatableFor = ({ may }: Session): readonly string[] => CREATABLE.filter((name) => may[name]?.create)

const opened = makeStore(false)
export const openCreateMenu = (): void => opened.set(true)

/** The create button of the top bar; its key is C. */
export function CreateMenu() {
  const go = useGo()
  const session = useSession()
  const names = creatableFor(session)
  const mayImport = reasonAgainst(session, 'import', 'import files') === undefined
  const reason =
    names.length === 0 && !mayImport
      ? `Your role (${session.user.RoleLabel}) may look, but create nothing. Ask an administrator if your work needs it.`
      : undefined
  return (
    <Menu
      opened={opened.use() && reason === undefined}
      onChange={opened.set}
      position="bottom-end"
      width={200}
      transitionProps={{ duration: 120 }}
    >
      <Menu.Target>
        <ReasonedButton
          reason={reason}
          variant="default"
          leftSection={<IconPlus size={16} stroke={2} />}
          className={classes['button'] ?? ''}
          aria-label="Create"
        >
          <span className={classes['word']}>Create</span>
        </ReasonedButton>
      </Menu.Target>
      <Menu.Dropdown>
        {names.map((name) => (
          <Menu.Item key={name} onClick={() => openCreate(name)}>
            {name}
          </Menu.Item>
        ))}
        {mayImport && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconTable size={16} stroke={1.6} />} onClick={() => go(paths.newImport)}>
              Import a file
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
