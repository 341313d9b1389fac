import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { keys } from '../api/queries.ts'
import { useRecord, useSaveRecord } from '../api/records.ts'
import { useSession } from '../api/session.ts'
import { OwnSecondStep } from '../secondStep/OwnSecondStep.tsx'
import { browserZone } from '../ui/dates.ts'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { reasonAgainstPassword } from '../users/password.ts'
import { deviceOf } from './device.ts'
import { roleWords } from './roles.ts'
import { SavedText } from './SavedText.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useAnswer, useCall } from './setupApi.ts'
import classes from './MyAccount.module.css'
import { textOf } from '../ui/textOf.ts'

/** One's own details, password and sessions. */
export function MyAccount() {
  return (
    <SetupPage section="account">
      <Details />
      <Password />
      <SecondStep />
      <Sessions />
    </SetupPage>
  )
}

function Details() {
  const { user } = useSession()
  const client = useQueryClient()
  const record = useRecord('User', user.Id)
  const save = useSaveRecord('User')
  const put = async (values: Readonly<Record<string, unknown>>) => {
    await save.mutateAsync({ id: user.Id, values })
    await client.invalidateQueries({ queryKey: keys.session })
  }
  const text = (name: string) => textOf(record[name])
  return (
    <section aria-label="Your details" className={classes['form']}>
      <div className={classes['two']}>
        <SavedText
          label="First name"
          showLabel
          mayBeEmpty
          value={text('FirstName')}
          onSave={(FirstName) => put({ FirstName: FirstName || null })}
        />
        <SavedText label="Last name" showLabel value={text('LastName')} onSave={(LastName) => put({ LastName })} />
      </div>
      <SavedText
        label="Title"
        showLabel
        mayBeEmpty
        value={text('Title')}
        onSave={(Title) => put({ Title: Title || null })}
      />
      <Select
        label="Time zone"
        description="Where your days begin and end, and how times are shown."
        placeholder={`${zoneWords(browserZone())}, as your browser says`}
        searchable
        clearable
        nothingFoundMessage="No such time zone"
        data={timeZones(text('TimeZoneSidKey'))}
        value={text('TimeZoneSidKey') || null}
        onChange={(TimeZoneSidKey) => void put({ TimeZoneSidKey }).catch(toastError)}
      />
      <TextInput label="E-mail" readOnly value={user.Email} description="An administrator can change it." />
      <TextInput label="Role" readOnly value={user.RoleLabel} description={roleWords[user.Role].may} />
    </section>
  )
}

const timeZones = (own: string) =>
  [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(own === '' ? [] : [own])])]
    .sort()
    .map((value) => ({ value, label: zoneWords(value) }))

const zoneWords = (zone: string): string => zone.replaceAll('_', ' ')

function Password() {
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '', again: '' },
    validate: {
      currentPassword: (password) => (password === '' ? 'Type the password you sign in with now.' : null),
      newPassword: reasonAgainstPassword,
      again: (again, { newPassword }) => (again === newPassword ? null : 'The two passwords differ.'),
    },
  })
  const change = useCall(
    (given: { currentPassword: string; newPassword: string }) => api.post('/session/password', given),
    '/session/list',
  )
  const submit = form.onSubmit(({ currentPassword, newPassword }) =>
    change.mutate(
      { currentPassword, newPassword },
      {
        onSuccess: () => {
          form.reset()
          toast('Your password is changed. Your other sessions have ended.')
        },
        onError: (error) => form.setErrors(fieldErrors(error)),
      },
    ),
  )
  return (
    <section aria-label="Password" className={classes['part']}>
      <h2 className={classes['heading']}>Password</h2>
      <form onSubmit={submit} className={classes['form']} noValidate>
        {change.isError && (
          <RefusalNotice problems={problemsBesides(change.error, ['currentPassword', 'newPassword'])} />
        )}
        <PasswordInput
          label="Password now"
          autoComplete="current-password"
          {...form.getInputProps('currentPassword')}
        />
        <div className={classes['two']}>
          <PasswordInput label="New password" autoComplete="new-password" {...form.getInputProps('newPassword')} />
          <PasswordInput label="New password again" autoComplete="new-password" {...form.getInputProps('again')} />
        </div>
        <Button type="submit" variant="default" loading={change.isPending} style={{ justifySelf: 'start' }}>
          Change password
        </Button>
      </form>
    </section>
  )
}

function SecondStep() {
  return (
    <section aria-label="Second step at sign-in" className={classes['part']}>
      <h2 className={classes['heading']}>Second step at sign-in</h2>
      <OwnSecondStep />
    </section>
  )
}

type OwnSession = Readonly<{
  id: string
  createdAt: string
  lastSeenAt: string
  userAgent: string | null
  address: string | null
  current: boolean
}>

function Sessions() {
  const found = useAnswer<{ sessions: readonly OwnSession[] }>('/session/list')
  const end = useCall((id: string) => api.delete(`/session/list/${id}`), '/session/list')
  return (
    <section aria-label="Where you are signed in" className={classes['part']}>
      <h2 className={classes['heading']}>Where you are signed in</h2>
      {found.isPending && <GridSkeleton rows={2} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && (
        <PlainTable
          label="Sessions"
          rows={found.data.sessions}
          keyOf={(one) => one.id}
          columns={[
            {
              head: 'Browser',
              render: (one) => (
                <TwoLines
                  first={deviceOf(one.userAgent)}
                  second={[one.address, one.current ? 'this one' : ''].filter(Boolean).join(', ')}
                />
              ),
            },
            { head: 'Signed in', width: '120px', render: (one) => <RelativeDate value={one.createdAt} /> },
            { head: 'Last seen', width: '120px', render: (one) => <RelativeDate value={one.lastSeenAt} /> },
            {
              head: 'End',
              acts: true,
              width: '110px',
              render: (one) =>
                one.current ? null : (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    onClick={() =>
                      end.mutate(one.id, { onSuccess: () => toast('That session has ended.'), onError: toastError })
                    }
                  >
                    End session
                  </Button>
                ),
            },
          ]}
        />
      )}
    </section>
  )
}
