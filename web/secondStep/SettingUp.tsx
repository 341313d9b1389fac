import { Anchor, Button, PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { CodeInput, reasonAgainstCode } from './CodeInput.tsx'
import { QrCode } from './QrCode.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { useBegin, useConfirm, type Begun } from './secondStepApi.ts'
import classes from './SecondStep.module.css'

/** Sets an authenticator app up in three steps: the password, the app's first code, the recovery codes. */
export function SettingUp({ onDone }: Readonly<{ onDone: () => void }>) {
  const [begun, setBegun] = useState<Begun>()
  const [codes, setCodes] = useState<readonly string[]>()
  if (codes !== undefined) {
    return (
      <div className={classes['steps']}>
        <RecoveryCodes codes={codes} />
        <Button onClick={onDone}>I have kept them</Button>
      </div>
    )
  }
  return begun === undefined ? <AskPassword onBegun={setBegun} /> : <Scan begun={begun} onConfirmed={setCodes} />
}

function AskPassword({ onBegun }: Readonly<{ onBegun: (begun: Begun) => void }>) {
  const begin = useBegin()
  const form = useForm({
    initialValues: { currentPassword: '' },
    validate: { currentPassword: (text) => (text === '' ? 'Type the password you sign in with.' : null) },
  })
  const submit = form.onSubmit(({ currentPassword }) =>
    begin.mutate(currentPassword, { onSuccess: onBegun, onError: (error) => form.setErrors(fieldErrors(error)) }),
  )
  return (
    <form onSubmit={submit} noValidate className={classes['steps']}>
      <p className={classes['prose']}>
        You need an authenticator app on your phone, or a password manager that shows codes. First, so that nobody else
        sets it up for you:
      </p>
      {begin.isError && <RefusalNotice problems={problemsBesides(begin.error, ['currentPassword'])} />}
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        autoFocus
        {...form.getInputProps('currentPassword')}
      />
      <Button type="submit" loading={begin.isPending}>
        Go on
      </Button>
    </form>
  )
}

function Scan({
  begun,
  onConfirmed,
}: Readonly<{ begun: Begun; onConfirmed: (recoveryCodes: readonly string[]) => void }>) {
  const confirm = useConfirm()
  const form = useForm({ initialValues: { code: '' }, validate: { code: reasonAgainstCode } })
  const submit = form.onSubmit(({ code }) =>
    confirm.mutate(code, {
      onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  )
  return (
    <form onSubmit={submit} noValidate className={classes['steps']}>
      <p className={classes['prose']}>
        Scan this with the app, or type the key below into it. Is the app on this device?{' '}
        <Anchor href={begun.address} underline="always" inherit>
          Open it there.
        </Anchor>
      </p>
      <QrCode text={begun.address} label="QR code for your authenticator app" />
      <p className={classes['secret']} aria-label="Key for the app">
        {inFours(begun.secret)}
      </p>
      {confirm.isError && <RefusalNotice problems={problemsBesides(confirm.error, ['code'])} />}
      <CodeInput description="The six digits the app shows now." {...form.getInputProps('code')} />
      <Button type="submit" loading={confirm.isPending}>
        Turn on
      </Button>
    </form>
  )
}

const inFours = (text: string): string => text.replaceAll(/(.{4})(?=.)/g, '$1 ')
