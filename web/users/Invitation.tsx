import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSearch } from '@tanstack/react-router'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { useAcceptInvitation } from '../api/session.ts'
import { paths } from '../paths.ts'
import { Doorway } from '../shell/Doorway.tsx'
import { useGo } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { reasonAgainstPassword } from './password.ts'

/** Takes up an invitation: the person chooses a password. */
export function Invitation() {
  return (
    <ChoosePassword
      title="Choose a password"
      lead="You were invited to Assay. The password is yours alone; nobody else can read it."
    />
  )
}

/** Opened by the link of who forgot theirs. */
export function NewPassword() {
  return (
    <ChoosePassword
      title="Choose a new password"
      lead="With it you are signed in here, and signed out everywhere else."
    />
  )
}

function ChoosePassword({ title, lead }: Readonly<{ title: string; lead: string }>) {
  const { token = '' }: { token?: string } = useSearch({ strict: false })
  const go = useGo()
  const form = useForm({
    initialValues: { password: '', again: '' },
    validate: {
      password: reasonAgainstPassword,
      again: (again, { password }) => (again === password ? null : 'The two passwords differ.'),
    },
  })
  const accept = useAcceptInvitation()
  const submit = form.onSubmit(({ password }) =>
    accept.mutate(
      { token, password },
      { onSuccess: () => go(paths.home), onError: (error) => form.setErrors(fieldErrors(error)) },
    ),
  )
  return (
    <Doorway title={title} lead={lead}>
      <form onSubmit={submit} noValidate>
        <Stack gap={12}>
          {token === '' && (
            <RefusalNotice
              problems={[
                {
                  code: 'no_token',
                  message:
                    'This link is not whole. Open it again from the mail, or ask an administrator for a new one.',
                },
              ]}
            />
          )}
          {accept.isError && <RefusalNotice problems={problemsBesides(accept.error, ['password'])} />}
          <PasswordInput label="Password" autoComplete="new-password" autoFocus {...form.getInputProps('password')} />
          <PasswordInput label="Password again" autoComplete="new-password" {...form.getInputProps('again')} />
          <Button type="submit" loading={accept.isPending} fullWidth mt={4}>
            Set password
          </Button>
        </Stack>
      </form>
    </Doorway>
  )
}
