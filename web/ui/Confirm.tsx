import { Button } from '@mantine/core'
import { useState } from 'react'
import { RefusalNotice } from './RefusalNotice.tsx'
import { Sheet } from './Sheet.tsx'

/** Asks before what cannot be undone, saying what will happen in numbers. `verb` is the button: 'Delete 3 leads'. */
export function Confirm({
  opened,
  onClose,
  title,
  consequences,
  verb,
  onConfirm,
  grave = true,
}: Readonly<{
  opened: boolean
  onClose: () => void
  title: string
  /** Each a sentence with its number: '3 leads go to the recycle bin.' */
  consequences: readonly string[]
  verb: string
  onConfirm: () => Promise<unknown>
  grave?: boolean
}>) {
  const [working, setWorking] = useState(false)
  const [error, setError] = useState<unknown>()
  const confirm = async () => {
    setWorking(true)
    setError(undefined)
    try {
      await onConfirm()
      onClose()
    } catch (refused) {
      setError(refused)
    } finally {
      setWorking(false)
    }
  }
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title={title}
      width={440}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            color={grave ? 'var(--grave)' : 'blue'}
            loading={working}
            onClick={() => void confirm()}
            data-autofocus
          >
            {verb}
          </Button>
        </>
      }
    >
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {consequences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <RefusalNotice error={error} />
    </Sheet>
  )
}
