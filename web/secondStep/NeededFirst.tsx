import { useSearch } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { Doorway } from '../shell/Doorway.tsx'
import { useGo } from '../ui/Link.tsx'
import { insideAddress } from '../users/insideAddress.ts'
import { SettingUp } from './SettingUp.tsx'

/** Before anything else, for whom the organization wants a second step of and who has none yet. */
export function NeededFirst() {
  const { next }: { next?: string } = useSearch({ strict: false })
  const go = useGo()
  return (
    <Doorway
      title="Set up a second step"
      lead="Your organization wants more than a password at sign-in. It takes a minute, and then you go on."
    >
      <SettingUp onDone={() => go(insideAddress(next ?? paths.home))} />
    </Doorway>
  )
}
