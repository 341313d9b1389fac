import { Button, Group } from '@mantine/core'
import { useState } from 'react'

type Turning = Readonly<{
  /** What is asked for: the key of the page, undefined for the first. */
  after: string | undefined
  back: (() => void) | undefined
  further: (next: string) => void
  toFirst: () => void
}>

/** Pages of which one is seen at a time, by the key each page gives for the next. */
export function useTurning(): Turning {
  const [keys, setKeys] = useState<readonly string[]>([])
  return {
    after: keys.at(-1),
    back: keys.length > 0 ? () => setKeys(keys.slice(0, -1)) : undefined,
    further: (next) => setKeys([...keys, next]),
    toFirst: () => setKeys([]),
  }
}

/** Turns the pages of what stands newest first; nothing where there is one page. */
export function NewerOlder({
  of: { back, further },
  next,
}: Readonly<{ of: Turning; next: string | null | undefined }>) {
  if (back === undefined && typeof next !== 'string') return null
  return (
    <Group gap={8}>
      {back !== undefined && (
        <Button variant="subtle" onClick={back}>
          Newer
        </Button>
      )}
      {typeof next === 'string' && (
        <Button variant="subtle" onClick={() => further(next)}>
          Older
        </Button>
      )}
    </Group>
  )
}
