import { Button, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSearch } from '@tanstack/react-router'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { useCreateAdministrator } from '../api/session.ts'
import { paths } from '../paths.ts'
import { Doorway } from '../shell/Doorway.tsx'
import { useGo } from '../ui/Link.tsx'
import { countries, countryOfBrowser, currencies, currencyOf } from '../ui/countries.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { reasonAgainstPassword } from '../users/password.ts'

/** The first run: names the organization and creates its first administrator, with the link the program printed. */
export function Welcome() {
  const { token = '' }: { token?: string } = useSearch({ strict: false })
  const go = useGo()
  const form = useForm({ initialValues: blank(), validate: rules })
  const create = useCreateAdministrator()
  const submit = form.onSubmit((values) =>
    create.mutate(
      { ...values, token, email: values.email.trim() },
      { onSuccess: () => go(paths.home), onError: (error) => form.setErrors(fieldErrors(error)) },
    ),
  )
  return (
    <Doorway
      title="Welcome to Assay"
      lead="Name your organization and create its first administrator. You can invite everybody else afterwards."
    >
      <form onSubmit={submit} noValidate>
        <Stack gap={12}>
          {token === '' && (
            <RefusalNotice
              problems={[
                {
                  code: 'no_token',
                  message: 'This link is not whole. Copy the whole address that the program printed when it started.',
                },
              ]}
            />
          )}
          {create.isError && (
            <RefusalNotice problems={problemsBesides(create.error, ['orgName', 'name', 'email', 'password'])} />
          )}
          <TextInput
            label="Organization"
            placeholder="Nordwind Engineering"
            autoComplete="organization"
            autoFocus
            {...form.getInputProps('orgName')}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={12} verticalSpacing={12}>
            <Select
              label="Country"
              description="How phone numbers are read."
              searchable
              allowDeselect={false}
              data={countries()}
              {...form.getInputProps('country')}
              onChange={(country) => country !== null && form.setValues({ country, currency: currencyOf(country) })}
            />
            <Select
              label="Currency"
              description="What every amount is in."
              searchable
              allowDeselect={false}
              data={currencies()}
              {...form.getInputProps('currency')}
            />
          </SimpleGrid>
          <TextInput label="Your name" autoComplete="name" {...form.getInputProps('name')} />
          <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps('email')} />
          <PasswordInput
            label="Password"
            autoComplete="new-password"
            description="At least 10 characters."
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={create.isPending} fullWidth mt={4}>
            Create administrator
          </Button>
        </Stack>
      </form>
    </Doorway>
  )
}

const blank = () => {
  const country = countryOfBrowser()
  return { orgName: '', country, currency: currencyOf(country), name: '', email: '', password: '' }
}

const rules = {
  orgName: (name: string) => (name.trim() === '' ? 'How is your organization called?' : null),
  name: (name: string) => (name.trim() === '' ? 'How are you called?' : null),
  email: (email: string) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : 'Type a whole e-mail address.'),
  password: reasonAgainstPassword,
}
