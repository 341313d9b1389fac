import { Anchor, TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'

/** Where the code of an authenticator app is typed; with `mayRecover` also one of the recovery codes. */
export function CodeInput({
  mayRecover = false,
  description,
  ...input
}: TextInputProps & Readonly<{ mayRecover?: boolean }>) {
  const [recovers, setRecovers] = useState(false)
  return (
    <div>
      {recovers ? (
        <TextInput
          key="recovery"
          label="Recovery code"
          description="One of those you kept when you set the second step up."
          placeholder="ABCD-EFGH-JKMN"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
          {...input}
        />
      ) : (
        <TextInput
          key="app"
          label="Code"
          description={description}
          placeholder="123 456"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
          autoFocus
          {...input}
        />
      )}
      {mayRecover && (
        <Anchor component="button" type="button" size="sm" mt={6} onClick={() => setRecovers(!recovers)}>
          {recovers ? 'Use the code of the app' : 'Use a recovery code'}
        </Anchor>
      )}
    </div>
  )
}

/** Why a code is not sent, or null. */
export const reasonAgainstCode = (code: string): string | null =>
  code.trim() === '' ? 'Type the six digits your authenticator app shows.' : null
