import { Button, Radio, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { useSession } from '../api/session.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { CopyBox } from '../ui/CopyBox.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { OwnConnections } from '../oauth/Connections.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useAnswer, useCall } from './setupApi.ts'
import classes from './Users.module.css'

type Token = Readonly<{
  id: string
  name: string
  scopes: readonly string[]
  userId: string
  createdAt: string
  expiresAt: string | null
  lastUsedOn: string | null
}>

const PATH = '/tokens'
const scopeWords = { read: 'Reads', write: 'Reads and writes', admin: 'Everything you may do' } as const
type Scope = keyof typeof scopeWords
const scopesOf: Readonly<Record<Scope, readonly Scope[]>> = {
  read: ['read'],
  write: ['read', 'write'],
  admin: ['read', 'write', 'admin'],
}

/** Keys for programs: made, shown once, revoked. */
export function Tokens() {
  const found = useAnswer<{ tokens: readonly Token[] }>(PATH)
  const { user } = useSession()
  const [making, setMaking] = useState(false)
  const [going, setGoing] = useState<Token>()
  const revoke = useCall((id: string) => api.delete(`${PATH}/${id}`), PATH)
  const tokens = found.data?.tokens ?? []
  const make = <Button onClick={() => setMaking(true)}>Create token</Button>
  return (
    <SetupPage section="tokens" actions={make}>
      {found.isPending && <GridSkeleton rows={3} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && tokens.length === 0 && (
        <EmptyState
          title="No tokens yet"
          example="‘Website’ may read and write, so that the shop’s server adds leads when somebody asks for a quote."
        >
          A program signs in with a token instead of your password, and can do no more than you may.{' '}
          <a href="/api/docs" style={{ color: 'var(--blue)', textDecoration: 'underline' }}>
            Read the API
          </a>
        </EmptyState>
      )}
      {tokens.length > 0 && (
        <PlainTable
          label="API tokens"
          rows={tokens}
          keyOf={(token) => token.id}
          columns={[
            {
              head: 'Name',
              render: (token) => (
                <TwoLines first={token.name} second={token.userId === user.Id ? undefined : 'made by another user'} />
              ),
            },
            { head: 'May', width: '160px', render: (token) => mayOf(token.scopes) },
            {
              head: 'Last used',
              width: '120px',
              render: (token) => (token.lastUsedOn === null ? 'Never' : <RelativeDate value={token.lastUsedOn} />),
            },
            {
              head: 'Expires',
              width: '120px',
              render: (token) => (token.expiresAt === null ? 'Never' : <RelativeDate value={token.expiresAt} />),
            },
            {
              head: 'Revoke',
              acts: true,
              width: '80px',
              render: (token) => (
                <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setGoing(token)}>
                  Revoke
                </Button>
              ),
            },
          ]}
        />
      )}
      <OwnConnections />
      {making && <CreateToken onClose={() => setMaking(false)} />}
      <Confirm
        opened={going !== undefined}
        onClose={() => setGoing(undefined)}
        title={`Revoke ${going?.name ?? 'token'}?`}
        consequences={[
          'Whatever program uses it is refused from now on.',
          'It cannot be brought back. You can create another one.',
        ]}
        verb="Revoke token"
        onConfirm={async () => {
          if (going === undefined) return
          await revoke.mutateAsync(going.id)
          toast(`Revoked ${going.name}.`)
        }}
      />
    </SetupPage>
  )
}

const mayOf = (scopes: readonly string[]): string =>
  scopes.includes('admin') ? scopeWords.admin : scopes.includes('write') ? scopeWords.write : scopeWords.read

function CreateToken({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<Scope>('read')
  const [days, setDays] = useState<string | null>('365')
  const create = useCall(
    () =>
      api.post<{ token: string }>(PATH, {
        name: name.trim(),
        scopes: scopesOf[scope],
        ...(days === 'never' || days === null ? {} : { expiresAt: inDays(Number(days)) }),
      }),
    PATH,
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  if (create.data !== undefined) {
    return (
      <Sheet
        opened
        onClose={onClose}
        title={`Token for ${name}`}
        footer={<Button onClick={onClose}>I have kept it</Button>}
      >
        <div className={classes['form']}>
          <p className={classes['faint']}>
            Copy it now and keep it where the program finds it. It is shown this once; only its fingerprint stays here.
          </p>
          <CopyBox text={create.data.token} label="API token" copy="Copy token" />
          <CopyBox
            text={`curl -H "Authorization: Bearer ${create.data.token}" ${globalThis.location.origin}/api/leads?limit=1`}
            label="Example of a call"
            copy="Copy example"
          />
        </div>
      </Sheet>
    )
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title="Create token"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form="create-token" disabled={name.trim() === ''} loading={create.isPending}>
            Create token
          </Button>
        </>
      }
    >
      <form id="create-token" onSubmit={submit} className={classes['form']}>
        <RefusalNotice error={create.error} />
        <TextInput
          label="Name"
          description="What the program is called, so that you know it again."
          placeholder="Website"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Radio.Group label="What it may do" value={scope} onChange={(next) => setScope(next)}>
          <div className={classes['roles']}>
            {(Object.keys(scopeWords) as Scope[]).map((one) => (
              <Radio key={one} value={one} label={scopeWords[one]} className={classes['role'] ?? ''} />
            ))}
          </div>
        </Radio.Group>
        <Select
          label="Expires"
          allowDeselect={false}
          value={days}
          onChange={setDays}
          data={[
            { value: '30', label: 'In 30 days' },
            { value: '90', label: 'In 90 days' },
            { value: '365', label: 'In a year' },
            { value: 'never', label: 'Never' },
          ]}
        />
      </form>
    </Sheet>
  )
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()
