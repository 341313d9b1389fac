import type { Role } from '../../shared/roles.ts'

/** An object the organization made, as Setup sees it. */
export type OwnObjectSetup = Readonly<{
  Id: string
  name: string
  label: string
  labelPlural: string
  description: string | null
  /** Programs publish it and hear of it; it has no records. */
  isEvent: boolean
  nameLabel: string
  /** Its records number themselves by this; null: people name them. */
  nameFormat: string | null
  sharing: 'public' | 'private' | 'parent'
  keyPrefix: string | null
  /** Letters of what each role may do: c create, r read, u edit, d delete. */
  permissions: Readonly<Record<Role, string>>
  records: number
}>

export type OwnObjectsAnswer = Readonly<{
  objects: readonly OwnObjectSetup[]
  removed: readonly Pick<OwnObjectSetup, 'Id' | 'name' | 'label' | 'labelPlural'>[]
}>

export const OBJECTS = '/custom-objects'

/** What a role may be granted, in its order. */
const acts = [
  { letter: 'r', label: 'See' },
  { letter: 'c', label: 'Create' },
  { letter: 'u', label: 'Change' },
  { letter: 'd', label: 'Delete' },
] as const

/** An event is heard and published, and nothing else. */
const actsOnEvents = [
  { letter: 'r', label: 'Listen' },
  { letter: 'c', label: 'Publish' },
] as const

export const actsOn = ({ isEvent }: Pick<OwnObjectSetup, 'isEvent'>) => (isEvent ? actsOnEvents : acts)

/** The grant with one act more or less. Who may do anything sees; who does not see does nothing. */
export function granted(may: string, letter: string, isOn: boolean): string {
  if (letter === 'r' && !isOn) return ''
  const wanted = (one: string): boolean => (one === letter ? isOn : may.includes(one) || (isOn && one === 'r'))
  return ['c', 'r', 'u', 'd'].filter(wanted).join('')
}
