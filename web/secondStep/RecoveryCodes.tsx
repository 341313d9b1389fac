import { Button, CopyButton } from '@mantine/core'
import classes from './SecondStep.module.css'

/** The recovery codes, shown this once, to be copied or kept as a file. */
export function RecoveryCodes({ codes }: Readonly<{ codes: readonly string[] }>) {
  const text = codes.join('\n')
  return (
    <div className={classes['steps']}>
      <p className={classes['prose']}>
        Keep these codes apart from your phone, in a password manager or on paper. Each opens Assay once in place of a
        code of the app. They are shown only now.
      </p>
      <ol className={classes['codes']} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className={classes['acts']}>
        <CopyButton value={text} timeout={2000}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy codes'}
            </Button>
          )}
        </CopyButton>
        <Button
          component="a"
          variant="default"
          download="assay-recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        >
          Save as a file
        </Button>
      </div>
    </div>
  )
}
