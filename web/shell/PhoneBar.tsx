import { UnstyledButton } from '@mantine/core'
import { IconDots, IconHome, IconSearch, IconTargetArrow } from '@tabler/icons-react'
import { useState } from 'react'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { openGlossary } from './help.ts'
import { PersonMenu } from './PersonMenu.tsx'
import classes from './PhoneBar.module.css'
import { useOwnRooms } from './ownRooms.ts'
import { campaignsRoom, opportunitiesRoom, type Room, setupRoom, useRooms } from './rooms.ts'
import { useWaiting } from './waiting.ts'
import { palette } from './palette.ts'

/** The five ways at the foot of a phone; what does not fit stands behind 'More'. */
export function PhoneBar() {
  const [more, setMore] = useState(false)
  const waiting = useWaiting()
  const rooms = useRooms()
  const own = useOwnRooms()
  const daily = useDailyRoom()
  const inBar = new Set<string>([paths.home, paths.leads, daily.to])
  return (
    <>
      <nav className={classes['bar']} aria-label="Rooms">
        <Link to={paths.home} className={classes['way']} {...exact}>
          <IconHome size={22} stroke={1.6} aria-hidden />
          <span>Home</span>
          {waiting > 0 && <span className={classes['dot']} aria-label={`${waiting} waiting for you`} role="img" />}
        </Link>
        <Link to={paths.leads} className={classes['way']}>
          <IconTargetArrow size={22} stroke={1.6} aria-hidden />
          <span>Leads</span>
        </Link>
        <UnstyledButton className={classes['way']} onClick={palette.open}>
          <IconSearch size={22} stroke={1.6} aria-hidden />
          <span>Search</span>
        </UnstyledButton>
        <Link to={daily.to} className={classes['way']}>
          <daily.icon size={22} stroke={1.6} aria-hidden />
          <span>{daily.label}</span>
        </Link>
        <UnstyledButton className={classes['way']} onClick={() => setMore(true)}>
          <IconDots size={22} stroke={1.6} aria-hidden />
          <span>More</span>
        </UnstyledButton>
      </nav>
      <Sheet opened={more} onClose={() => setMore(false)} title="More">
        <ul className={classes['more']}>
          {[...rooms.filter((room) => !inBar.has(room.to)), ...own, setupRoom].map((room) => (
            <li key={room.to}>
              <Link to={room.to} className={classes['room']} onClick={() => setMore(false)}>
                <room.icon size={20} stroke={1.6} aria-hidden />
                {room.label}
              </Link>
            </li>
          ))}
          <li>
            <UnstyledButton
              className={classes['room']}
              onClick={() => {
                setMore(false)
                openGlossary()
              }}
            >
              Words and their meaning
            </UnstyledButton>
          </li>
          <li>
            <PersonMenu narrow={false} />
          </li>
        </ul>
      </Sheet>
    </>
  )
}

/** Where somebody works all day besides home and leads: at campaigns in marketing, at opportunities otherwise. */
function useDailyRoom(): Room {
  const { user } = useSession()
  return user.Role === 'marketing' ? campaignsRoom : opportunitiesRoom
}

const exact = { activeOptions: { exact: true } }
