import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSearch } from '@tanstack/react-router'
import { api } from '../api/client.ts'
import { useMutation } from '../api/mutation.ts'
import { paths } from '../paths.ts'
import { Doorway } from '../shell/Doorway.tsx'
import { TextLink } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'

/** Asks for a link by mail with which to choose a new password. */
export function Forgotten() {
  const { email = '' }: { email?: unknown } = useSearch({ strict: false })
  const ask = useMutation({
    mutationFn: (address: string) => api.post<{ mailServer: boolean }>('/session/forgotten', { email: address }),
  })
  const form = useForm({
    initialValues: { email: typeof email === 'string' ? email : '' },
    validate: { email: (given) => (given.trim() === '' ? 'Type the e-mail address you sign in with.' : null) },
  })
  const back = <TextLink to={paths.signIn}>Back to the sign-in</TextLink>
  if (ask.data !== undefined) {
    return (
      <Doorway title={ask.data.mailServer ? 'Look into your mail' : 'No mail goes out here'} lead={words(ask.data)}>
        {back}
      </Doorway>
    )
  }
  return (
    <Doorway
      title="Forgot your password?"
      lead="Type the e-mail address you sign in with. You get a link with which you choose a new password."
    >
      <form onSubmit={form.onSubmit((given) => ask.mutate(given.email.trim()))} noValidate>
        <Stack gap={12}>
          {ask.isError && <RefusalNotice error={ask.error} />}
          <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...form.getInputProps('email')} />
          <Button type="submit" loading={ask.isPending} fullWidth mt={4}>
            Send link
          </Button>
          {back}
        </Stack>
      </form>
    </Doorway>
  )
}

const words = ({ mailServer }: Readonly<{ mailServer: boolean }>): string =>
  mailServer
    ? 'If somebody signs in with this address, a letter with a link is on its way. The link opens once, within 24 hours. Nothing there after some minutes? Look among the unwanted mail, or ask an administrator for a link.'
    : 'This Assay sends no mail yet. An administrator makes a link for you under Setup, Users, and hands it to you.'
