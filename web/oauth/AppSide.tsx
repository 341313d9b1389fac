import { Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useCall } from '../setup/setupApi.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { CopyBox } from '../ui/CopyBox.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { APPS, type ConnectedAppRow } from './connectedApp.ts'
import classes from './ConnectedApp.module.css'

/** What the program's makers need to know: its client id, its secret, and our addresses. */
export function AppSide({ app }: { app: ConnectedAppRow | undefined }) {
  if (app === undefined)
    return <p className={classes['faint']}>The client id and the secret stand here once the app is connected.</p>
  const { origin } = globalThis.location
  return (
    <div className={classes['side']}>
      <section aria-label="Client id" className={classes['part']}>
        <h2 className={classes['heading']}>Client id</h2>
        <CopyBox text={app.clientId} label="Client id" copy="Copy client id" />
      </section>
      {!app.builtIn && <Secret app={app} />}
      <section aria-label="Addresses" className={classes['part']}>
        <h2 className={classes['heading']}>Addresses</h2>
        <p className={classes['faint']}>Most programs ask only for the first, as the ‘login URL’.</p>
        <CopyBox text={origin} label="Login URL" copy="Copy login URL" />
        <CopyBox text={`${origin}/services/oauth2/token`} label="Token address" copy="Copy token address" />
      </section>
    </div>
  )
}

function Secret({ app }: { app: ConnectedAppRow }) {
  const [asking, setAsking] = useState(false)
  const rotate = useCall(() => api.post<{ clientSecret: string }>(`${APPS}/${app.Id}/secret`), `${APPS}/${app.Id}`)
  return (
    <section aria-label="Secret" className={classes['part']}>
      <h2 className={classes['heading']}>Secret</h2>
      <p className={classes['faint']}>
        It was shown once, when it was made. If it is lost or known to others, make a new one.
      </p>
      <Button variant="default" style={{ justifySelf: 'start' }} onClick={() => setAsking(true)}>
        Create new secret
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Create a new secret for ${app.name}?`}
        consequences={[
          'The secret of now is refused at once, until the program knows the new one.',
          'Users stay connected; nobody is asked again.',
        ]}
        verb="Create new secret"
        onConfirm={() => rotate.mutateAsync()}
      />
      {rotate.data !== undefined && (
        <Sheet
          opened
          onClose={rotate.reset}
          title={`New secret for ${app.name}`}
          footer={<Button onClick={rotate.reset}>I have kept it</Button>}
        >
          <div className={classes['part']}>
            <p className={classes['faint']}>It is shown this once; only its fingerprint stays here.</p>
            <CopyBox text={rotate.data.clientSecret} label="Client secret" copy="Copy secret" />
          </div>
        </Sheet>
      )}
    </section>
  )
}
