import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { CodeInput, reasonAgainstCode } from './CodeInput.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { useRenewRecoveryCodes, useSecondStep, useTurnOff, type SecondStepState } from './secondStepApi.ts'
import { SettingUp } from './SettingUp.tsx'
import classes from './SecondStep.module.css'

type Doing = 'setting up' | 'renewing' | 'turning off'

/** Whether one's own sign-in asks for a code behind the password, and what can be done about it. */
export function OwnSecondStep() {
  const found = useSecondStep()
  const [doing, setDoing] = useState<Doing>()
  const stop = () => setDoing(undefined)
  return (
    <div className={classes['steps']}>
      {found.isPending && <GridSkeleton rows={1} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && <State state={found.data} onDo={setDoing} />}
      {doing === 'setting up' && (
        <Sheet opened onClose={stop} title="Set up a second step" width={440}>
          <SettingUp
            onDone={() => {
              stop()
              toast('From now on your sign-in asks for a code. Your other sessions have ended.')
            }}
          />
        </Sheet>
      )}
      {doing === 'renewing' && <Renewing onClose={stop} />}
      {doing === 'turning off' && <TurningOff onClose={stop} />}
    </div>
  )
}

function State({ state, onDo }: Readonly<{ state: SecondStepState; onDo: (what: Doing) => void }>) {
  const { since, recoveryCodesLeft, isNeeded } = state
  if (since === null) {
    return (
      <>
        <p className={classes['prose']}>
          Off. With it Assay asks for a code of your phone behind the password, so that a password somebody learned
          opens nothing.
        </p>
        <Button variant="default" style={{ justifySelf: 'start' }} onClick={() => onDo('setting up')}>
          Set up
        </Button>
      </>
    )
  }
  return (
    <>
      <p className={classes['prose']}>
        On since <RelativeDate value={since} />.{' '}
        {recoveryCodesLeft === 1 ? '1 recovery code is' : `${recoveryCodesLeft} recovery codes are`} left.
        {isNeeded && ' Your organization wants it on.'}
      </p>
      <div className={classes['acts']}>
        <Button variant="default" onClick={() => onDo('renewing')}>
          Make new recovery codes
        </Button>
        {!isNeeded && (
          <Button variant="default" onClick={() => onDo('turning off')}>
            Turn off
          </Button>
        )}
      </div>
    </>
  )
}

function Renewing({ onClose }: Readonly<{ onClose: () => void }>) {
  const renew = useRenewRecoveryCodes()
  return (
    <Sheet
      opened
      onClose={onClose}
      title="New recovery codes"
      width={440}
      footer={renew.data !== undefined && <Button onClick={onClose}>I have kept them</Button>}
    >
      {renew.data === undefined ? (
        <AskCode lead="Those of before open nothing from then on." verb="Make new codes" ask={renew.mutateAsync} />
      ) : (
        <RecoveryCodes codes={renew.data.recoveryCodes} />
      )}
    </Sheet>
  )
}

function TurningOff({ onClose }: Readonly<{ onClose: () => void }>) {
  const turnOff = useTurnOff()
  return (
    <Sheet opened onClose={onClose} title="Turn the second step off" width={440}>
      <AskCode
        lead="From then on your password alone opens Assay."
        verb="Turn off"
        ask={async (code) => {
          await turnOff.mutateAsync(code)
          onClose()
          toast('Your sign-in asks for no code any more.')
        }}
      />
    </Sheet>
  )
}

function AskCode({
  lead,
  verb,
  ask,
}: Readonly<{ lead: string; verb: string; ask: (code: string) => Promise<unknown> }>) {
  const [error, setError] = useState<unknown>()
  const form = useForm({ initialValues: { code: '' }, validate: { code: reasonAgainstCode } })
  const submit = form.onSubmit(async ({ code }) => {
    setError(undefined)
    await ask(code).catch((refused: unknown) => {
      form.setErrors(fieldErrors(refused))
      setError(refused)
    })
  })
  return (
    <form onSubmit={submit} noValidate className={classes['steps']}>
      <p className={classes['prose']}>{lead}</p>
      {error !== undefined && <RefusalNotice problems={problemsBesides(error, ['code'])} />}
      <CodeInput mayRecover {...form.getInputProps('code')} />
      <Button type="submit" loading={form.submitting} style={{ justifySelf: 'start' }}>
        {verb}
      </Button>
    </form>
  )
}
