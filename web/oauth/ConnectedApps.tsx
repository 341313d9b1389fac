import { Switch } from '@mantine/core'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { SetupPage } from '../setup/SetupPage.tsx'
import { useAnswer, useCall } from '../setup/setupApi.ts'
import { TextLink, useGo } from '../ui/Link.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { APPS, type ConnectedAppRow, flowWords } from './connectedApp.ts'
import { useReasonAgainstSection } from '../setup/sections.ts'
import classes from './ConnectedApp.module.css'

/** Every program that may sign in for users, and whether a password is enough to. */
export function ConnectedApps() {
  const reason = useReasonAgainstSection('connected-apps')
  const go = useGo()
  const found = useAnswer<{ apps: readonly ConnectedAppRow[] }>(APPS, {}, reason === undefined)
  const apps = found.data?.apps ?? []
  return (
    <SetupPage
      section="connected-apps"
      reason={reason}
      actions={
        <ReasonedButton reason={reason} onClick={() => go(paths.newConnectedApp)}>
          Connect app
        </ReasonedButton>
      }
    >
      {found.isPending && reason === undefined && <GridSkeleton rows={3} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {apps.length > 0 && (
        <PlainTable
          label="Connected apps"
          rows={apps}
          keyOf={(app) => app.Id}
          isFaint={(app) => !app.enabled}
          columns={[
            {
              head: 'App',
              render: (app) => (
                <TwoLines
                  first={<TextLink to={paths.connectedApp(app.Id)}>{app.name}</TextLink>}
                  second={
                    app.flows.map((flow) => flowWords[flow].label.toLowerCase()).join(', ') || 'no way to sign in'
                  }
                />
              ),
            },
            {
              head: 'State',
              width: '120px',
              render: (app) =>
                app.enabled ? (
                  <StateMark state="converted" label="Enabled" />
                ) : (
                  <StateMark state="unqualified" label="Disabled" />
                ),
            },
            { head: 'Users', width: '80px', align: 'end', render: (app) => formatNumber(app.users) },
            {
              head: 'Last used',
              width: '130px',
              render: (app) => (app.lastUsedAt === null ? 'Never' : <RelativeDate value={app.lastUsedAt} />),
            },
          ]}
        />
      )}
      {reason === undefined && <PasswordSignIn />}
    </SetupPage>
  )
}

const ACCESS = '/api-access'

function PasswordSignIn() {
  const found = useAnswer<{ passwordSignIn: boolean }>(ACCESS)
  const change = useCall((passwordSignIn: boolean) => api.patch(ACCESS, { passwordSignIn }), ACCESS)
  if (found.data === undefined) return null
  return (
    <section aria-label="Signing in with a password" className={classes['part']}>
      <h2 className={classes['heading']}>Signing in with a password</h2>
      <Switch
        label="Programs may sign in with a user’s name and password"
        description="Older tools know no other way (SOAP login, OAuth’s password flow). Off, they need a connected app, and nobody types a password into them."
        checked={found.data.passwordSignIn}
        onChange={(event) => {
          const next = event.currentTarget.checked
          change.mutate(next, {
            onSuccess: () =>
              toast(next ? 'Programs may sign in with a password.' : 'Passwords no longer sign programs in.'),
            onError: toastError,
          })
        }}
      />
    </section>
  )
}
