import { Button } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import { openCreate } from '../shell/create.ts'
import { EmptyState } from './EmptyState.tsx'
import type { ListState } from './useListState.ts'

/** What stands instead of rows: nothing matches, or nothing is there yet. */
export function ListEmpty({
  shape,
  state,
  onClear,
  empty,
}: Readonly<{
  shape: ObjectShape
  state: ListState
  onClear: () => void
  empty: Readonly<{ for: string; example: string; action?: ReactNode }>
}>) {
  const many = shape.labelPlural.toLowerCase()
  if (state.filter !== undefined || state.q !== '' || state.state !== '') {
    return (
      <EmptyState
        icon={IconFilterOff}
        title={`No ${many} match`}
        action={
          <Button variant="default" onClick={onClear}>
            Show all {many}
          </Button>
        }
      >
        {state.q === ''
          ? 'No record fits all of these filters at once.'
          : `Nothing here begins with “${state.q}”. Words are found by their beginning, in any order.`}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={`No ${many} yet`}
      example={empty.example}
      action={
        empty.action ??
        (shape.may.create && <Button onClick={() => openCreate(shape.name)}>Create {shape.label.toLowerCase()}</Button>)
      }
    >
      {empty.for}
    </EmptyState>
  )
}
