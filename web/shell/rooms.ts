import {
  IconBuilding,
  IconChecklist,
  IconHome,
  IconSettings,
  IconSpeakerphone,
  IconTable,
  IconTargetArrow,
  IconTrophy,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Capability } from '../../shared/roles.ts'
import { type Session, useSession } from '../api/session.ts'
import { paths } from '../paths.ts'

export type Room = Readonly<{ label: string; to: string; icon: TablerIcon; keys: string; needs?: Capability }>

export const opportunitiesRoom: Room = {
  label: 'Opportunities',
  to: paths.opportunities,
  icon: IconTrophy,
  keys: 'g o',
}
export const campaignsRoom: Room = { label: 'Campaigns', to: paths.campaigns, icon: IconSpeakerphone, keys: 'g m' }

/** The rooms of the navigation, in their order, with the keys that go there. */
export const rooms: readonly Room[] = [
  { label: 'Home', to: paths.home, icon: IconHome, keys: 'g h' },
  { label: 'Tasks', to: paths.tasks, icon: IconChecklist, keys: 'g t' },
  { label: 'Leads', to: paths.leads, icon: IconTargetArrow, keys: 'g l' },
  { label: 'Accounts', to: paths.accounts, icon: IconBuilding, keys: 'g a' },
  { label: 'Contacts', to: paths.contacts, icon: IconUsers, keys: 'g c' },
  opportunitiesRoom,
  campaignsRoom,
  { label: 'Segments', to: paths.segments, icon: IconUsersGroup, keys: 'g e' },
  { label: 'Imports', to: paths.imports, icon: IconTable, keys: 'g i', needs: 'import' },
]

/** The rooms this person may enter. */
export const useRooms = (): readonly Room[] => {
  const session = useSession()
  return rooms.filter(({ needs }) => isAllowed(session, needs))
}

export const isAllowed = ({ permissions }: Session, needs: Capability | undefined): boolean =>
  needs === undefined || permissions.includes(needs)

export const setupRoom: Room = { label: 'Setup', to: paths.setup, icon: IconSettings, keys: 'g s' }
