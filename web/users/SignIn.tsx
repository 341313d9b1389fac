import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError, fieldErrors, type Problem, problemsOf } from '../api/errors.ts'
import { useIsFirstRun, useSignIn } from '../api/session.ts'
import { paths } from '../paths.ts'
import { Doorway } from '../shell/Doorway.tsx'
import { CodeInput, reasonAgainstCode } from '../secondStep/CodeInput.tsx'
import { TextLink, useGo } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { insideAddress } from './insideAddress.ts'

/** Signs a person in and leads on to where they were going. */
export function SignIn() {
  const { next }: { next?: string } = useSearch({ strict: false })
  const go = useGo()
  const signIn = useSignIn()
  const isFirstRun = useIsFirstRun()
  const [asksCode, setAsksCode] = useState(false)
  const form = useForm({
    initialValues: { email: '', password: '', code: '' },
    validate: {
      code: (code) => (asksCode ? reasonAgainstCode(code) : null),
      email: (email) => (/^\S+@\S+$/.test(email.trim()) ? null : 'Type the e-mail address you were invited with.'),
      password: (password) => (password === '' ? 'Type your password.' : null),
    },
  })
  const submit = form.onSubmit(({ email, password, code }) =>
    signIn.mutate(
      { email: email.trim(), password, ...(asksCode && { code }) },
      {
        onSuccess: () => go(insideAddress(next)),
        onError: (error) => {
          if (isAboutCode(error)) setAsksCode(true)
          if (asksCode) form.setErrors(fieldErrors(error))
        },
      },
    ),
  )
  return (
    <Doorway
      title="Sign in"
      lead={
        isFirstRun
          ? 'Nobody has begun here yet. Where Assay was started it printed a link: open that link to become the administrator.'
          : insideAddress(next) === paths.home
            ? 'Leads, and what became of them.'
            : 'Your session has ended, or has not begun. You go on to the page you asked for.'
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap={12}>
          {signIn.isError && !isAboutCode(signIn.error) && <RefusalNotice problems={kindProblems(signIn.error)} />}
          <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...form.getInputProps('email')} />
          <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
          {asksCode && (
            <CodeInput
              mayRecover
              description="Your password is right. Now the six digits your authenticator app shows."
              {...form.getInputProps('code')}
            />
          )}
          <Button type="submit" loading={signIn.isPending} fullWidth mt={4}>
            Sign in
          </Button>
          <TextLink to={paths.forgottenPassword} search={form.values.email === '' ? {} : { email: form.values.email }}>
            Forgot your password?
          </TextLink>
        </Stack>
      </form>
    </Doorway>
  )
}

/** Whether only the second step is missing, or wrong. */
const isAboutCode = (error: unknown): boolean => error instanceof ApiError && error.problems[0]?.field === 'code'

function kindProblems(error: unknown): readonly Problem[] {
  if (!(error instanceof ApiError)) return problemsOf(error)
  if (error.status === 401)
    return [
      {
        code: 'wrong_password',
        message:
          'E-mail and password do not belong together. Check both; if you forgot the password, choose a new one below.',
      },
    ]
  if (error.status === 429)
    return [
      {
        code: 'too_many',
        message: `Too many tries. To keep others from guessing your password, signing in rests ${restOf(error.retryAfterSeconds)}.`,
      },
    ]
  return error.problems
}

const restOf = (seconds: number | undefined): string =>
  seconds === undefined
    ? 'for a few minutes'
    : seconds < 90
      ? `for ${seconds} seconds`
      : `for ${Math.ceil(seconds / 60)} minutes`
