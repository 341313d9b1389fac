import { ActionIcon, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { useSession } from '../api/session.ts'
import { Link } from '../ui/Link.tsx'
import { keyCaps } from './keys.ts'
import classes from './Navigation.module.css'
import { PersonMenu } from './PersonMenu.tsx'
import { useOwnRooms } from './ownRooms.ts'
import { type Room, setupRoom, useRooms } from './rooms.ts'
import { useWaiting } from './waiting.ts'

/** Whether the navigation is folded to 56 px; kept for this person. */
export const useNarrowNavigation = () =>
  useLocalStorage<boolean>({ key: 'assay.navigation.narrow', defaultValue: false, getInitialValueInEffect: false })

/** The rooms at the left. A count stands only where a person must act. */
export function Navigation() {
  const [narrow, setNarrow] = useNarrowNavigation()
  const { org } = useSession()
  const waiting = useWaiting()
  const rooms = useRooms()
  const own = useOwnRooms()
  const Fold = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  const fold = narrow ? 'Unfold navigation' : 'Fold navigation'
  return (
    <nav className={classes['navigation']} data-narrow={narrow || undefined} aria-label="Rooms">
      <div className={classes['head']}>
        {!narrow && (
          <>
            <img src="/favicon.svg" alt="" width={20} height={20} />
            <span className={classes['org']} title={org.name}>
              {org.name}
            </span>
          </>
        )}
        <Tooltip label={fold} position="right">
          <ActionIcon size={28} aria-label={fold} aria-expanded={!narrow} onClick={() => setNarrow(!narrow)}>
            <Fold size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
      <ul className={classes['rooms']}>
        {rooms.map((room) => (
          <RoomLink key={room.to} room={room} narrow={narrow} count={room.label === 'Home' ? waiting : 0} />
        ))}
        {own.map((room) => (
          <RoomLink key={room.to} room={room} narrow={narrow} count={0} />
        ))}
      </ul>
      <ul className={classes['foot']}>
        <RoomLink room={setupRoom} narrow={narrow} count={0} />
        <li>
          <PersonMenu narrow={narrow} />
        </li>
      </ul>
    </nav>
  )
}

function RoomLink({ room, narrow, count }: { room: Room; narrow: boolean; count: number }) {
  return (
    <li>
      <Tooltip
        label={[...(narrow || room.keys === '' ? [room.label] : []), keyCaps(room.keys).join(' then ')]
          .join('  ')
          .trim()}
        position="right"
        openDelay={narrow ? 100 : 900}
      >
        <Link
          to={room.to}
          className={classes['room']}
          {...(narrow ? { 'aria-label': room.label } : {})}
          {...activeFor(room)}
        >
          <room.icon size={18} stroke={1.6} aria-hidden />
          {!narrow && <span className={classes['label']}>{room.label}</span>}
          {count > 0 && (
            <span className={classes['count']}>
              {count > 99 ? '99+' : count}
              <span className={classes['unseen']}> waiting for you</span>
            </span>
          )}
        </Link>
      </Tooltip>
    </li>
  )
}

// The home address is the beginning of every other one, so it must match exactly.
const activeFor = (room: Room) => ({ activeOptions: { exact: room.to === '/', includeSearch: false } })
