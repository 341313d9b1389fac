import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useOwnObjects } from '../api/describe.ts'
import { reasonAgainst, useSession } from '../api/session.ts'
import { SetupPage } from '../setup/SetupPage.tsx'
import { BulkBar } from '../ui/BulkBar.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { useSelection } from '../ui/useSelection.ts'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { type Binned, nounOf, standardKinds, useBin, useRemoval, useRestoration } from './recycleBin.ts'
import classes from './RecycleBin.module.css'

/** What was deleted, the latest first, and the two ways out: back to where it was, or away for good. */
export function RecycleBin() {
  const session = useSession()
  const [object, setObject] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [named] = useDebouncedValue(typed.trim(), 200)
  const found = useBin(object, named)
  const rows = found.data?.pages.flatMap(({ records }) => records) ?? []
  const selection = useSelection(rows)
  const restore = useRestoration()
  const [removing, setRemoving] = useState(false)
  const bringBack = (some: readonly Binned[]) =>
    restore.mutate(some, {
      onSuccess: () =>
        toast(some.length === 1 ? `${some[0]?.Name ?? ''} is back.` : `${some.length} records are back.`),
      onError: toastError,
      onSettled: selection.clear,
    })
  const asked = object !== null || named !== ''
  return (
    <SetupPage section="recycle-bin">
      <div className={classes['tools']}>
        <TextInput
          type="search"
          aria-label="Find in the recycle bin"
          placeholder="Find"
          leftSection={<IconSearch size={15} stroke={1.8} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Kinds value={object} onChange={setObject} />
      </div>
      {found.isPending && <GridSkeleton rows={6} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && (
        <EmptyState
          title={asked ? 'Nothing deleted matches' : 'The recycle bin is empty'}
          {...(asked
            ? {
                action: (
                  <Button
                    variant="default"
                    onClick={() => {
                      setObject(null)
                      setTyped('')
                    }}
                  >
                    Show everything deleted
                  </Button>
                ),
              }
            : {
                example:
                  'Mira Holt, a lead, deleted yesterday by Ines Falk. One press, and she is back with her timeline.',
              })}
        >
          What somebody deletes waits here, with its history, until it is restored or an administrator removes it for
          good. What was merged comes back under Merged and converted.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Recycle bin"
          rows={rows}
          keyOf={({ Id }) => Id}
          columns={[
            {
              head: 'Record',
              render: (one) => (
                <Checkbox
                  checked={selection.ids.has(one.Id)}
                  onChange={() => selection.toggle(one.Id)}
                  label={<TwoLines first={one.Name ?? 'No name'} second={one.label} />}
                />
              ),
            },
            { head: 'Deleted', width: '130px', render: (one) => <RelativeDate value={one.deletedAt} /> },
            { head: 'By', width: '180px', render: (one) => one.deletedBy?.Name ?? 'Assay' },
            {
              head: 'Restore',
              acts: true,
              width: '90px',
              render: (one) => (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Restore ${one.Name ?? 'No name'}`}
                  onClick={() => bringBack([one])}
                >
                  Restore
                </Button>
              ),
            },
          ]}
        />
      )}
      <MoreButton of={found}>Show earlier ones</MoreButton>
      <BulkBar count={selection.ids.size} noun={nounOf(selection.ids.size)} onClear={selection.clear}>
        <Button variant="default" loading={restore.isPending} onClick={() => bringBack(chosen(rows, selection.ids))}>
          Restore
        </Button>
        <ReasonedButton
          variant="default"
          reason={reasonAgainst(session, 'empty_recycle_bin', 'remove records for good')}
          onClick={() => setRemoving(true)}
        >
          Remove for good
        </ReasonedButton>
      </BulkBar>
      <Removal
        opened={removing}
        some={chosen(rows, selection.ids)}
        onClose={() => setRemoving(false)}
        onDone={selection.clear}
      />
    </SetupPage>
  )
}

const chosen = (rows: readonly Binned[], ids: ReadonlySet<string>): readonly Binned[] =>
  rows.filter(({ Id }) => ids.has(Id))

function Kinds({ value, onChange }: { value: string | null; onChange: (object: string | null) => void }) {
  const { may } = useSession()
  const data = [
    ...standardKinds.filter(({ value: name }) => may[name]?.delete),
    ...useOwnObjects().flatMap(({ name, labelPlural, may: onOwn }) =>
      onOwn.delete ? [{ value: name, label: labelPlural }] : [],
    ),
  ]
  return (
    <Select
      aria-label="Kind of record"
      placeholder="Records of every kind"
      clearable
      data={data}
      value={value}
      onChange={onChange}
    />
  )
}

function Removal({
  opened,
  some,
  onClose,
  onDone,
}: Readonly<{ opened: boolean; some: readonly Binned[]; onClose: () => void; onDone: () => void }>) {
  const remove = useRemoval()
  const many = `${some.length} ${nounOf(some.length)}`
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={`Remove ${many} for good?`}
      consequences={[
        `${many} ${some.length === 1 ? 'goes' : 'go'} away with ${some.length === 1 ? 'its' : 'their'} history, memberships and roles.`,
        'Nobody can bring that back, but from a backup.',
      ]}
      verb={`Remove ${many}`}
      onConfirm={async () => {
        await remove.mutateAsync(some)
        toast(`Removed ${many} for good.`)
        onDone()
      }}
    />
  )
}
