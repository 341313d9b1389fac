import { ActionIcon, Button, Menu, Select } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshObject, useRecordList, useSaveRecord } from '../api/records.ts'
import { useSession } from '../api/session.ts'
import { useQueryClient } from '@tanstack/react-query'
import { removeSecondStep, useSecured } from '../secondStep/secondStepApi.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { nameOf } from '../ui/fields.ts'
import { PersonAvatar } from '../ui/PersonAvatar.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton, WithReason } from '../ui/WithReason.tsx'
import { InviteSheet } from './InviteSheet.tsx'
import { LinkSheet, type ShownLink } from './LinkSheet.tsx'
import { isRole, roleOrder, roleWords } from './roles.ts'
import { SetupPage } from './SetupPage.tsx'
import { useReason } from './setupApi.ts'
import classes from './Users.module.css'

const FIELDS = ['Name', 'FirstName', 'LastName', 'Email', 'Username', 'Role', 'IsActive', 'LastLoginDate', 'Title']

/** Who works here: invite, role, deactivate. */
export function Users() {
  const reason = useReason('keep_users', 'invite or change users')
  const users = useRecordList('User', { sort: 'LastName', fields: FIELDS })
  const [inviting, setInviting] = useState(false)
  const [link, setLink] = useState<ShownLink>()
  const [leaving, setLeaving] = useState<RecordRow>()
  const rows = users.pages?.flatMap((page) => page.records) ?? []
  const acts = useUserActs(setLink)
  const secured = useSecured(reason === undefined ? rows.map((user) => user.Id) : [])
  const [losing, setLosing] = useState<RecordRow>()
  return (
    <SetupPage
      section="users"
      reason={reason}
      actions={
        <ReasonedButton reason={reason} onClick={() => setInviting(true)}>
          Invite user
        </ReasonedButton>
      }
    >
      {users.isPending && <GridSkeleton rows={5} />}
      {users.isError && <RefusalNotice error={users.error} />}
      {rows.length > 0 && (
        <PlainTable
          label="Users"
          rows={rows}
          keyOf={(user) => user.Id}
          isFaint={(user) => user['IsActive'] === false}
          columns={[
            { head: 'Name', render: (user) => <Who user={user} isSecured={secured.has(user.Id)} /> },
            { head: 'Role', width: '190px', render: (user) => <RolePicker user={user} reason={reason} /> },
            { head: 'Last sign-in', width: '130px', render: (user) => <LastSignIn user={user} /> },
            {
              head: 'What can be done',
              acts: true,
              width: '40px',
              render: (user) => (
                <UserMenu
                  user={user}
                  reason={reason}
                  acts={acts}
                  onLeave={() => setLeaving(user)}
                  onLoseSecondStep={secured.has(user.Id) ? () => setLosing(user) : undefined}
                />
              ),
            },
          ]}
        />
      )}
      {users.hasNextPage && (
        <Button variant="subtle" onClick={users.more}>
          Show more users
        </Button>
      )}
      {inviting && <InviteSheet onClose={() => setInviting(false)} onInvited={setLink} />}
      {link !== undefined && <LinkSheet link={link} onClose={() => setLink(undefined)} />}
      <Confirm
        opened={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={`Deactivate ${leaving === undefined ? '' : nameOf(leaving)}?`}
        consequences={[
          'Their sessions and API tokens end now, and they can no longer sign in.',
          'What they own and did keeps their name. Give their open leads and deals to somebody else.',
          'You can activate them again at any time.',
        ]}
        verb="Deactivate user"
        onConfirm={() => (leaving === undefined ? Promise.resolve() : acts.deactivate(leaving))}
      />
      <Confirm
        opened={losing !== undefined}
        onClose={() => setLosing(undefined)}
        title={`Remove the second step of ${losing === undefined ? '' : nameOf(losing)}?`}
        consequences={[
          'Their app and their recovery codes open nothing any more; their password alone does.',
          'Do this only for who asks you in person: whoever learned the password may ask, too.',
        ]}
        verb="Remove second step"
        onConfirm={() => (losing === undefined ? Promise.resolve() : acts.removeSecondStep(losing))}
      />
    </SetupPage>
  )
}

type Acts = ReturnType<typeof useUserActs>

function useUserActs(show: (link: ShownLink) => void) {
  const client = useQueryClient()
  const refresh = () => refreshObject(client, 'User')
  return {
    deactivate: async (user: RecordRow) => {
      await api.post(`/users/${user.Id}/deactivation`)
      toast(`Deactivated ${nameOf(user)}.`, () => api.delete(`/users/${user.Id}/deactivation`).then(refresh))
      await refresh()
    },
    removeSecondStep: async (user: RecordRow) => {
      await removeSecondStep(client, user.Id)
      toast(`${nameOf(user)} signs in with the password alone.`)
    },
    activate: (user: RecordRow) =>
      api.delete(`/users/${user.Id}/deactivation`).then(() => {
        toast(`${nameOf(user)} can sign in again.`)
        return refresh()
      }, toastError),
    mail: (user: RecordRow, purpose: 'invitation' | 'password') =>
      api
        .post<{ mailServer: boolean }>(`/users/${user.Id}/invitation/mail`, { purpose })
        .then(
          ({ mailServer }) =>
            toast(
              mailServer
                ? `${nameOf(user)} gets the link by e-mail.`
                : 'The letter waits in Outgoing mail, because no mail server is configured.',
            ),
          toastError,
        ),
    link: (user: RecordRow, purpose: 'invitation' | 'password') =>
      api
        .post<{ url: string; expiresAt: string }>(`/users/${user.Id}/invitation`, { purpose })
        .then((made) => show({ ...made, purpose, name: nameOf(user) }), toastError),
  }
}

function Who({ user, isSecured }: Readonly<{ user: RecordRow; isSecured: boolean }>) {
  const { user: me } = useSession()
  const title = [user['Title'], user['Email'], isSecured && 'second step on'].filter(Boolean).join(' · ')
  return (
    <span className={classes['who']}>
      <PersonAvatar name={nameOf(user)} size={28} />
      <TwoLines first={`${nameOf(user)}${user.Id === me.Id ? ' (you)' : ''}`} second={title} />
    </span>
  )
}

function RolePicker({ user, reason }: { user: RecordRow; reason: string | undefined }) {
  const save = useSaveRecord('User')
  const role = user['Role']
  if (reason !== undefined || user['IsActive'] === false) {
    return (
      <WithReason reason={isRole(role) ? roleWords[role].may : undefined}>
        <span>{isRole(role) ? roleWords[role].label : String(role)}</span>
      </WithReason>
    )
  }
  const change = (next: string | null) => {
    if (next === null || next === role) return
    const undo = () => save.mutate({ id: user.Id, values: { Role: role } })
    save.mutate(
      { id: user.Id, values: { Role: next } },
      {
        onSuccess: () => toast(`${nameOf(user)} is now ${isRole(next) ? roleWords[next].label : next}.`, undo),
        onError: toastError,
      },
    )
  }
  return (
    <Select
      aria-label={`Role of ${nameOf(user)}`}
      data={roleOrder.map((value) => ({ value, label: roleWords[value].label }))}
      value={String(role)}
      onChange={change}
      allowDeselect={false}
      comboboxProps={{ width: 320, position: 'bottom-start' }}
      renderOption={({ option }) => (
        <TwoLines first={option.label} second={isRole(option.value) ? roleWords[option.value].may : undefined} />
      )}
    />
  )
}

function LastSignIn({ user }: { user: RecordRow }) {
  if (user['IsActive'] === false) return 'Deactivated'
  return user['LastLoginDate'] === null || user['LastLoginDate'] === undefined ? (
    <span className={classes['waiting']}>Not yet</span>
  ) : (
    <RelativeDate value={user['LastLoginDate']} />
  )
}

function UserMenu({
  user,
  reason,
  acts,
  onLeave,
  onLoseSecondStep,
}: Readonly<{
  user: RecordRow
  reason: string | undefined
  acts: Acts
  onLeave: () => void
  onLoseSecondStep: (() => void) | undefined
}>) {
  const { user: me } = useSession()
  if (reason !== undefined) return null
  const fresh = user['LastLoginDate'] === null || user['LastLoginDate'] === undefined
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={`What can be done with ${nameOf(user)}`}>
          <IconDots size={16} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {user['IsActive'] === false ? (
          <Menu.Item onClick={() => void acts.activate(user)}>Activate user</Menu.Item>
        ) : (
          <>
            <Menu.Item onClick={() => void acts.link(user, fresh ? 'invitation' : 'password')}>
              {fresh ? 'Create invitation link' : 'Create password link'}
            </Menu.Item>
            <Menu.Item onClick={() => void acts.mail(user, fresh ? 'invitation' : 'password')}>
              E-mail them a link
            </Menu.Item>
            {user.Id !== me.Id && onLoseSecondStep !== undefined && (
              <Menu.Item onClick={onLoseSecondStep}>Remove second step</Menu.Item>
            )}
            {user.Id !== me.Id && (
              <Menu.Item color="var(--unqualified)" onClick={onLeave}>
                Deactivate user
              </Menu.Item>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
