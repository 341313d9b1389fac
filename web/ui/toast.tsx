import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { problemsOf } from '../api/errors.ts'
import { paths } from '../paths.ts'
import classes from './toast.module.css'

const UNDO_MS = 8000

/** Says what happened in a sentence ('Moved 3 leads to Nurturing') and offers to undo it for 8 seconds. */
export function toast(message: string, undo?: () => unknown): void {
  const id = notifications.show({
    autoClose: UNDO_MS,
    withBorder: false,
    closeButtonProps: { 'aria-label': 'Close' },
    className: classes['toast'] ?? '',
    message: (
      <span className={classes['line']}>
        <span className={classes['message']}>{message}</span>
        {undo !== undefined && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              notifications.hide(id)
              // What is taken back can be refused as well.
              Promise.resolve(undo()).catch(toastError)
            }}
          >
            Undo
          </Button>
        )}
      </span>
    ),
  })
}

// What was typed stays, as the page stays.
const elsewhere = (href: string) => (href === paths.signIn ? { target: '_blank', rel: 'noopener' } : {})

/** Says why something could not be done, with the way on; for what has no field or notice of its own to stand at. */
export function toastError(error: unknown): void {
  const [problem] = problemsOf(error)
  notifications.show({
    autoClose: 12_000,
    color: 'red',
    closeButtonProps: { 'aria-label': 'Close' },
    className: classes['toast'] ?? '',
    title: 'Not saved',
    message: (
      <span>
        {problem?.message}{' '}
        {problem?.way?.href !== undefined && (
          <a className={classes['way']} href={problem.way.href} {...elsewhere(problem.way.href)}>
            {problem.way.label}
          </a>
        )}
      </span>
    ),
  })
}
