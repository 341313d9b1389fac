import { Button, Radio, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshObject } from '../api/records.ts'
import { nameOf } from '../ui/fields.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import type { ShownLink } from './LinkSheet.tsx'
import { roleOrder, roleWords } from './roles.ts'
import classes from './Users.module.css'

const FIELDS = ['FirstName', 'LastName', 'Email', 'Role'] as const

/** Makes a user and their invitation link. */
export function InviteSheet({ onClose, onInvited }: { onClose: () => void; onInvited: (link: ShownLink) => void }) {
  const id = useId()
  const client = useQueryClient()
  const form = useForm({
    initialValues: { FirstName: '', LastName: '', Email: '', Role: 'vetter' },
    validate: {
      LastName: (name) => (name.trim() === '' ? 'A last name is needed.' : null),
      Email: (email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : 'Type a whole e-mail address.'),
    },
  })
  const invite = useMutation({
    mutationFn: async (values: typeof form.values): Promise<ShownLink> => {
      const user = await api.post<RecordRow>('/users', { ...values, Email: values.Email.trim() })
      const link = await api.post<{ url: string; expiresAt: string }>(`/users/${user.Id}/invitation`, {
        purpose: 'invitation',
      })
      return { ...link, purpose: 'invitation', name: nameOf(user) }
    },
    onSuccess: async (link) => {
      await refreshObject(client, 'User')
      onClose()
      onInvited(link)
    },
    onError: (error) => {
      const { Username: taken, ...errors } = fieldErrors(error)
      form.setErrors({ ...errors, ...(taken === undefined ? {} : { Email: taken }) })
    },
  })
  return (
    <Sheet
      opened
      onClose={onClose}
      as="side"
      title="Invite user"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={id} loading={invite.isPending}>
            Invite user
          </Button>
        </>
      }
    >
      <form id={id} className={classes['form']} noValidate onSubmit={form.onSubmit((values) => invite.mutate(values))}>
        {invite.isError && <RefusalNotice problems={problemsBesides(invite.error, [...FIELDS, 'Username'])} />}
        <div className={classes['names']}>
          <TextInput label="First name" data-autofocus {...form.getInputProps('FirstName')} />
          <TextInput label="Last name" withAsterisk {...form.getInputProps('LastName')} />
        </div>
        <TextInput
          label="E-mail"
          type="email"
          withAsterisk
          description="They sign in with it."
          {...form.getInputProps('Email')}
        />
        <Radio.Group label="Role" {...form.getInputProps('Role')}>
          <div className={classes['roles']}>
            {roleOrder.map((role) => (
              <Radio
                key={role}
                value={role}
                label={roleWords[role].label}
                description={roleWords[role].may}
                className={classes['role'] ?? ''}
              />
            ))}
          </div>
        </Radio.Group>
      </form>
    </Sheet>
  )
}
