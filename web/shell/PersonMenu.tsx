import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react'
import { paths } from '../paths.ts'
import { useSession, useSignOut } from '../api/session.ts'
import { Link } from '../ui/Link.tsx'
import { PersonAvatar } from '../ui/PersonAvatar.tsx'
import { useCommands } from './commands.ts'
import classes from './PersonMenu.module.css'

const looks = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const

/** Who is signed in, how the pages look, and the way out. */
export function PersonMenu({ narrow }: { narrow: boolean }) {
  const { user } = useSession()
  const signOut = useSignOut()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  useCommands([
    ...looks.map(
      (look) =>
        ({
          id: `look.${look.value}`,
          group: 'Help',
          label: `Look: ${look.label.toLowerCase()}`,
          icon: look.icon,
          run: () => setColorScheme(look.value),
          words: 'theme colour scheme',
        }) as const,
    ),
    { id: 'sign-out', group: 'Help', label: 'Sign out', icon: IconLogout, run: () => signOut.mutate() },
  ])
  return (
    <Menu position="top-start" width={220} transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <UnstyledButton
          className={classes['person']}
          aria-label={`${user.Name}: look and sign-out`}
          data-narrow={narrow || undefined}
        >
          <PersonAvatar name={user.Name} size={22} />
          {!narrow && <span className={classes['name']}>{user.Name}</span>}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.Email}, {user.RoleLabel}
        </Menu.Label>
        {looks.map((look) => (
          <Menu.Item
            key={look.value}
            leftSection={<look.icon size={16} stroke={1.6} />}
            onClick={() => setColorScheme(look.value)}
            {...(colorScheme === look.value ? { 'data-chosen': true, rightSection: '✓' } : {})}
          >
            {look.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to={paths.setupSection('account')}
          leftSection={<IconUserCircle size={16} stroke={1.6} />}
        >
          My account
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
