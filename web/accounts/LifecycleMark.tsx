import { Tooltip } from '@mantine/core'
import { StateMark } from '../ui/StateMark.tsx'
import type { State } from '../ui/states.ts'

const looks: Readonly<Record<string, { state: State; because: string }>> = {
  Prospect: { state: 'working', because: 'Qualified, and no opportunity is closed yet.' },
  Customer: { state: 'won', because: 'It has an opportunity that was won.' },
  'Lost prospect': { state: 'lost', because: 'Every closed opportunity was lost.' },
  'Former customer': { state: 'open', because: 'It was a customer once.' },
}

/** What an account is to us, which follows from its opportunities. */
export function LifecycleMark({ lifecycle }: { lifecycle: unknown }) {
  const look = looks[String(lifecycle)]
  if (look === undefined) return null
  return (
    <Tooltip label={look.because}>
      <span>
        <StateMark state={look.state} label={String(lifecycle)} tinted />
      </span>
    </Tooltip>
  )
}
