import { Button, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { useAcceptInvitation } from '../api/session.ts'
import { paths } from '../paths.ts'
import { Doorway } from '../shell/Doorway.tsx'
import { CodeInput, reasonAgainstCode } from '../secondStep/CodeInput.tsx'
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
  const [asksCode, setAsksCode] = useState(false)
  const form = useForm({
    initialValues: { password: '', again: '', code: '' },
    validate: {
      code: (code) => (asksCode ? reasonAgainstCode(code) : null),
      password: reasonAgainstPassword,
      again: (again, { password }) => (again === password ? null : 'The two passwords differ.'),
    },
  })
  const accept = useAcceptInvitation()
  const submit = form.onSubmit(({ password, code }) =>
    accept.mutate(
      { token, password, ...(asksCode && { code }) },
      {
        onSuccess: () => go(paths.home),
        onError: (error) => {
          const { code: aboutCode, ...errors } = fieldErrors(error)
          if (aboutCode !== undefined) setAsksCode(true)
          form.setErrors(asksCode ? { ...errors, code: aboutCode } : errors)
        },
      },
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
          {accept.isError && <RefusalNotice problems={problemsBesides(accept.error, ['password', 'code'])} />}
          <PasswordInput label="Password" autoComplete="new-password" autoFocus {...form.getInputProps('password')} />
          <PasswordInput label="Password again" autoComplete="new-password" {...form.getInputProps('again')} />
          {asksCode && (
            <CodeInput
              mayRecover
              description="Your sign-in has a second step: type the six digits your authenticator app shows."
              {...form.getInputProps('code')}
            />
          )}
          <Button type="submit" loading={accept.isPending} fullWidth mt={4}>
            Set password
          </Button>
        </Stack>
      </form>
    </Doorway>
  )
}
