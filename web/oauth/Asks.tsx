import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { type Asking, signInAsAnother } from './connect.ts'
import classes from './Connect.module.css'

/** What an app asks for, and as whom one would say yes. */
export function Asks({ asking }: { asking: Asking }) {
  const words = [...new Set(asking.scopes.map((scope) => scope.words))]
  return (
    <>
      <h2 className={classes['heading']} id="asks">
        It will be able to
      </h2>
      <ul className={classes['list']} aria-labelledby="asks">
        {words.map((one) => (
          <li key={one} className={classes['item']}>
            <IconCheck size={18} stroke={1.8} aria-hidden />
            <span>{one}</span>
          </li>
        ))}
      </ul>
      <p className={classes['faint']}>
        You are signed in as {asking.user.Name}.{' '}
        <button type="button" className={classes['leave']} onClick={() => void signInAsAnother()}>
          Sign in as somebody else
        </button>
      </p>
    </>
  )
}

/** Yes or no to what an app asks for. */
export function LetIn({
  answer,
}: Readonly<{
  answer: Readonly<{ isPending: boolean; isError: boolean; error: unknown; mutate: (allow: boolean) => void }>
}>) {
  return (
    <>
      {answer.isError && <RefusalNotice error={answer.error} />}
      <div className={classes['answers']}>
        <Button variant="default" disabled={answer.isPending} onClick={() => answer.mutate(false)}>
          Do not let in
        </Button>
        <Button loading={answer.isPending} onClick={() => answer.mutate(true)}>
          Let in
        </Button>
      </div>
    </>
  )
}
