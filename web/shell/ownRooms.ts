import { IconCube } from '@tabler/icons-react'
import { useOwnObjects } from '../api/describe.ts'
import { paths } from '../paths.ts'
import type { Room } from './rooms.ts'

const MOST = 12

/** The lists of the organization's own objects, as rooms of the navigation; they have no keys of their own. */
export const useOwnRooms = (): readonly Room[] =>
  useOwnObjects()
    .slice(0, MOST)
    .map(({ name, labelPlural }) => ({ label: labelPlural, to: paths.list(name) ?? '', icon: IconCube, keys: '' }))
