import { Checkbox, Switch, Textarea, TextInput } from '@mantine/core'
import { fieldErrors } from '../api/errors.ts'
import type { Role } from '../../shared/roles.ts'
import { roleOrder, roleWords } from '../setup/roles.ts'
import { exactDate } from '../ui/dates.ts'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import {
  type AppDraft,
  type ConnectedAppRow,
  type Flow,
  flowOrder,
  flowWords,
  scopeOrder,
  scopeWords,
} from './connectedApp.ts'
import classes from './ConnectedApp.module.css'

type Editing = Readonly<{
  draft: AppDraft
  app: ConnectedAppRow | undefined
  error: unknown
  onChange: (part: Partial<AppDraft>) => void
}>

/** What an administrator decides of an app, from its name to its certificate. */
export function AppEditor({ draft, app, error, onChange }: Editing) {
  const errors = fieldErrors(error)
  const fixed = app?.builtIn === true
  return (
    <div className={classes['editor']}>
      {fixed ? (
        <p className={classes['faint']}>
          {app.description} It comes with Assay, so its name, client id and address stay; you may choose what it can ask
          for, or disable it.
        </p>
      ) : (
        <section aria-label="What it is" className={classes['part']}>
          <TextInput
            label="Name"
            description="Users see it when they are asked."
            placeholder="Data loader"
            maxLength={80}
            error={errors['name']}
            value={draft.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            description="What it is for, in a sentence for those who are asked."
            autosize
            minRows={2}
            maxLength={500}
            value={draft.description}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
        </section>
      )}
      <Flows draft={draft} fixed={fixed} onChange={onChange} />
      {!fixed && <Needs draft={draft} app={app} error={error} onChange={onChange} />}
      <Scopes draft={draft} error={errors['scopes']} onChange={onChange} />
    </div>
  )
}

function Flows({ draft, fixed, onChange }: { fixed: boolean } & Pick<Editing, 'draft' | 'onChange'>) {
  const shown = fixed ? flowOrder.filter((flow) => flow === 'authorization_code' || flow === 'device') : flowOrder
  return (
    <Checkbox.Group
      label="How it signs in"
      value={[...draft.flows]}
      onChange={(chosen) => onChange({ flows: flowOrder.filter((flow) => chosen.includes(flow)) })}
    >
      <div className={classes['choices']}>
        {shown.map((flow) => (
          <Checkbox key={flow} value={flow} label={flowWords[flow].label} description={flowWords[flow].help} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

/** What the chosen ways to sign in need. */
function Needs({ draft, app, error, onChange }: Editing) {
  const errors = fieldErrors(error)
  const uses = (flow: Flow) => draft.flows.includes(flow)
  return (
    <section aria-label="What it needs for that" className={classes['part']}>
      {uses('authorization_code') && (
        <Textarea
          label="Callback addresses"
          description="Where users come back to, one a line, exactly as the program writes it. On their own machine (http://localhost) any port is right."
          placeholder="https://example.com/oauth/callback"
          autosize
          minRows={2}
          error={errors['callbackUrls']}
          value={draft.callbackUrls}
          onChange={(event) => onChange({ callbackUrls: event.currentTarget.value })}
        />
      )}
      {uses('client_credentials') && (
        <ReferencePicker
          label="Signs in as"
          references={['User']}
          error={errors['runAsId']}
          value={draft.runAsId}
          referred={runAsOf(app)}
          onChange={(runAsId) => onChange({ runAsId })}
        />
      )}
      {uses('jwt_bearer') && (
        <>
          <Textarea
            label="Certificate"
            description={
              app === undefined || app.certificate === null
                ? 'The file that begins with -----BEGIN CERTIFICATE-----. The program keeps the key.'
                : `${app.certificate.subject}, valid until ${exactDate(app.certificate.validTo)}. Paste another to replace it.`
            }
            placeholder="-----BEGIN CERTIFICATE-----"
            autosize
            minRows={3}
            maxRows={8}
            error={errors['certificate']}
            value={draft.certificate}
            onChange={(event) => onChange({ certificate: event.currentTarget.value })}
          />
          <Checkbox.Group
            label="Signs in users of these roles without asking"
            description="Others must let the app in themselves first."
            value={[...draft.approvedRoles]}
            onChange={(chosen) => onChange({ approvedRoles: roleOrder.filter((role) => chosen.includes(role)) })}
          >
            <div className={classes['choices']}>
              {roleOrder.map((role: Role) => (
                <Checkbox key={role} value={role} label={roleWords[role].label} />
              ))}
            </div>
          </Checkbox.Group>
        </>
      )}
      <Switch
        label="It keeps a secret"
        description="On for programs on a server. Off for programs on users’ own machines, where nothing stays secret; they must prove themselves by PKCE."
        error={errors['needsSecret']}
        checked={draft.needsSecret}
        onChange={(event) => onChange({ needsSecret: event.currentTarget.checked })}
      />
      {(uses('authorization_code') || uses('device')) && draft.scopes.includes('refresh_token') && (
        <Switch
          label="Its refresh tokens are good for one use"
          description="Each use brings the next one, and one that comes again was stolen: it ends the connection. Off for tools that keep the first, as sf and jsforce do."
          checked={draft.rotatesRefreshTokens}
          onChange={(event) => onChange({ rotatesRefreshTokens: event.currentTarget.checked })}
        />
      )}
    </section>
  )
}

function Scopes({ draft, error, onChange }: { error: string | undefined } & Pick<Editing, 'draft' | 'onChange'>) {
  return (
    <Checkbox.Group
      label="What it may ask for"
      description="Never more than the user may."
      error={error}
      value={[...draft.scopes]}
      onChange={(chosen) => onChange({ scopes: scopeOrder.filter((scope) => chosen.includes(scope)) })}
    >
      <div className={classes['choices']}>
        {scopeOrder.map((scope) => (
          <Checkbox key={scope} value={scope} label={scopeWords[scope]} description={scope} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

const runAsOf = (app: ConnectedAppRow | undefined) =>
  typeof app?.runAsId === 'string' ? { Id: app.runAsId, Name: app.runAsName ?? app.runAsId } : undefined
