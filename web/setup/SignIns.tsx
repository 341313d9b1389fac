import { SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { deviceOf } from './device.ts'
import { useReasonAgainstSection } from './sections.ts'
import { SetupPage } from './SetupPage.tsx'

type SignIn = Readonly<{
  Id: string
  at: string
  user: Readonly<{ Id: string; Name: string | null }>
  way: 'browser' | 'authorization_code' | 'refresh_token' | 'device' | 'password' | 'client_credentials' | 'jwt_bearer'
  app: string | null
  address: string | null
  userAgent: string | null
  refusedBecause: 'wrong_password' | 'wrong_code' | 'wrong_secret' | 'inactive' | null
}>

type Page = Readonly<{ signIns: readonly SignIn[]; next: string | null }>

const refusals = {
  wrong_password: 'Wrong password',
  wrong_code: 'Wrong code',
  wrong_secret: 'Wrong secret',
  inactive: 'Deactivated',
} as const
const ways: Readonly<Record<Exclude<SignIn['way'], 'browser'>, string>> = {
  authorization_code: 'Let in by the user',
  refresh_token: 'Let in before, and went on',
  device: 'Let in on a device',
  password: 'With user name and password',
  client_credentials: 'By itself',
  jwt_bearer: 'By certificate',
}

/** Who came in, and who tried to. */
export function SignIns() {
  const closed = useReasonAgainstSection('sign-ins')
  const [which, setWhich] = useState<'all' | 'refused'>('all')
  const found = useSignIns(which === 'refused', closed === undefined)
  const rows = found.data?.pages.flatMap(({ signIns }) => signIns) ?? []
  return (
    <SetupPage section="sign-ins">
      <SegmentedControl
        aria-label="Which sign-ins"
        size="xs"
        style={{ justifySelf: 'start' }}
        value={which}
        onChange={(next) => setWhich(next === 'refused' ? 'refused' : 'all')}
        data={[
          { value: 'all', label: 'All' },
          { value: 'refused', label: 'Failed' },
        ]}
      />
      {found.isPending && <GridSkeleton rows={6} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && (
        <EmptyState
          title={which === 'refused' ? 'Nobody failed to sign in' : 'No sign-in was kept yet'}
          example="Ines Falk, wrong password, from 203.0.113.7 at six in the morning: somebody should ask her."
        >
          Every sign-in stands here for half a year, by a browser or as a program, and every try with a wrong password
          or secret.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Sign-ins"
          rows={rows}
          keyOf={({ Id }) => Id}
          columns={[
            {
              head: 'Who',
              render: (one) => <TwoLines first={one.user.Name ?? 'No name'} second={wayOf(one)} />,
            },
            { head: 'From', width: '180px', render: (one) => one.address ?? 'not known' },
            {
              head: 'Result',
              width: '170px',
              render: ({ refusedBecause }) =>
                refusedBecause === null ? (
                  <StateMark state="converted" label="Signed in" />
                ) : (
                  <StateMark state="unqualified" label={refusals[refusedBecause]} />
                ),
            },
            { head: 'When', width: '120px', render: (one) => <RelativeDate value={one.at} /> },
          ]}
        />
      )}
      <MoreButton of={found}>Show earlier ones</MoreButton>
    </SetupPage>
  )
}

const wayOf = ({ way, app, userAgent }: SignIn): string =>
  way === 'browser' ? deviceOf(userAgent) : app === null ? ways[way] : `${app}, ${ways[way].toLowerCase()}`

const useSignIns = (refusedOnly: boolean, mayRead: boolean) =>
  useInfiniteQuery({
    queryKey: ['sign-ins', refusedOnly],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>('/sign-ins', { signal, query: { after: pageParam, refused: refusedOnly ? true : undefined } }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    enabled: mayRead,
  })
