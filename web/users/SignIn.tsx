import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSearch } from '@tanstack/react-router'
import { ApiError, type Problem, problemsOf } from '../api/errors.ts'
import { useIsFirstRun, useSignIn } from '../api/session.ts'
import { paths } from '../paths.ts'
import { Doorway } from '../shell/Doorway.tsx'
import { TextLink, useGo } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'

/** Signs a person in and leads on to where they were going. */
export function SignIn() {
  const { next }: { next?: string } = useSearch({ strict: false })
  const go = useGo()
  const signIn = useSignIn()
  const isFirstRun = useIsFirstRun()
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (/^\S+@\S+$/.test(email.trim()) ? null : 'Type the e-mail address you were invited with.'),
      password: (password) => (password === '' ? 'Type your password.' : null),
    },
  })
  const submit = form.onSubmit(({ email, password }) =>
    signIn.mutate({ email: email.trim(), password }, { onSuccess: () => go(insideAddress(next)) }),
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
          {signIn.isError && <RefusalNotice problems={kindProblems(signIn.error)} />}
          <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...form.getInputProps('email')} />
          <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
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

// Only our own addresses: a link from elsewhere must not lead a person out after they signed in.
const insideAddress = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])/.test(next) ? next : paths.home

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
