import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconTrash, IconUserCog } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import { ApiError } from '../api/errors.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useDeleteRecords, useRestoreRecords } from '../api/records.ts'
import { paths } from '../paths.ts'
import { useCommands } from '../shell/commands.ts'
import { nameOf } from '../ui/fields.ts'
import { Link, useGo } from '../ui/Link.tsx'
import classes from '../ui/RecordPage.module.css'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton, WithReason } from '../ui/WithReason.tsx'
import { ChangeOwnerSheet } from './ChangeOwnerSheet.tsx'
import { type Neighbours, useNeighbours } from './neighbours.ts'
import type { LeadState } from './states.ts'

/** The buttons of a lead: its neighbours in the list, delete, owner, and the one main thing. */
export function LeadActions({
  lead,
  shape,
  state,
  reason,
  onReopen,
}: Readonly<{
  lead: RecordRow
  shape: ObjectShape
  state: LeadState
  reason: string | undefined
  onReopen: () => void
}>) {
  const [owning, setOwning] = useState(false)
  const neighbours = useNeighbours(lead.Id)
  const go = useGo()
  useLeadCommands({ lead, state, reason, neighbours, onOwner: () => setOwning(true), onReopen })
  return (
    <>
      {neighbours !== undefined && <Paging neighbours={neighbours} onGo={(id) => go(paths.lead(id))} />}
      <DeleteLead lead={lead} shape={shape} neighbours={neighbours} />
      <ReasonedButton
        variant="default"
        reason={reason}
        leftSection={<IconUserCog size={15} stroke={1.8} aria-hidden />}
        onClick={() => setOwning(true)}
      >
        Change owner
      </ReasonedButton>
      {state === 'unqualified' ? (
        <ReasonedButton reason={reason} onClick={onReopen}>
          Reopen lead
        </ReasonedButton>
      ) : (
        state !== 'converted' &&
        (reason === undefined ? (
          <Button component={Link} to={paths.conversion(lead.Id)}>
            Convert lead
          </Button>
        ) : (
          <ReasonedButton reason={reason}>Convert lead</ReasonedButton>
        ))
      )}
      {owning && <ChangeOwnerSheet leads={[lead]} onClose={() => setOwning(false)} />}
    </>
  )
}

function Paging({ neighbours, onGo }: { neighbours: Neighbours; onGo: (id: string) => void }) {
  const { previous, next, place, loaded, hasMore } = neighbours
  const step = (id: string | undefined, label: string, keys: string, Icon: typeof IconChevronLeft) => (
    <WithReason reason={id === undefined ? `There is no ${label.toLowerCase()} in this list.` : `${label} (${keys})`}>
      <ActionIcon
        aria-label={label}
        aria-disabled={id === undefined}
        data-disabled={id === undefined || undefined}
        onClick={() => id !== undefined && onGo(id)}
        className={classes['icon'] ?? ''}
      >
        <Icon size={18} stroke={1.8} />
      </ActionIcon>
    </WithReason>
  )
  return (
    <span
      className={classes['icon']}
      style={{ display: 'inline-flex', alignItems: 'center', color: 'var(--ink-3)', fontSize: 13 }}
    >
      {step(previous, 'Previous lead', 'K', IconChevronLeft)}
      <span className="number">
        {place} of {loaded}
        {hasMore && '+'}
      </span>
      {step(next, 'Next lead', 'J', IconChevronRight)}
    </span>
  )
}

function DeleteLead({
  lead,
  shape,
  neighbours,
}: Readonly<{ lead: RecordRow; shape: ObjectShape; neighbours: Neighbours | undefined }>) {
  const remove = useDeleteRecords('Lead')
  const restore = useRestoreRecords('Lead')
  const go = useGo()
  const reason = reasonAgainstDelete(lead, shape)
  const run = async () => {
    try {
      const { results } = await remove.mutateAsync([lead.Id])
      const refused = results[0]?.errors[0]
      if (refused !== undefined) throw new ApiError(422, [refused])
      toast(`Deleted ${nameOf(lead)}. The recycle bin keeps it.`, () =>
        restore.mutateAsync([lead.Id]).then(() => go(paths.lead(lead.Id)), toastError),
      )
      go(neighbours?.next === undefined ? paths.leads : paths.lead(neighbours.next))
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <WithReason reason={reason ?? 'Delete lead'}>
      <ActionIcon
        variant="default"
        aria-label="Delete lead"
        aria-disabled={reason !== undefined}
        data-disabled={reason !== undefined || undefined}
        onClick={() => reason === undefined && void run()}
        className={classes['icon'] ?? ''}
      >
        <IconTrash size={16} stroke={1.8} />
      </ActionIcon>
    </WithReason>
  )
}

function reasonAgainstDelete(lead: RecordRow, shape: ObjectShape): string | undefined {
  if (lead['IsConverted'] === true) return 'A converted lead stays: reports and the contact’s story need it.'
  return shape.may.delete ? undefined : 'Your role may not delete leads. Close it with a reason instead.'
}

function useLeadCommands({
  lead,
  state,
  reason,
  neighbours,
  onOwner,
  onReopen,
}: Readonly<{
  lead: RecordRow
  state: LeadState
  reason: string | undefined
  neighbours: Neighbours | undefined
  onOwner: () => void
  onReopen: () => void
}>): void {
  const go = useGo()
  const router = useRouter()
  const page = { group: 'This page' } as const
  const to = (id: string | undefined) => id !== undefined && go(paths.lead(id))
  useCommands([
    {
      ...page,
      id: 'record.edit',
      label: 'Edit lead',
      keys: 'e',
      reason,
      run: () => document.querySelector<HTMLElement>('[data-edit-field]')?.click(),
    },
    {
      ...page,
      id: 'record.back',
      label: 'Back to leads',
      keys: 'Escape',
      run: () => (router.history.canGoBack() ? router.history.back() : go(paths.leads)),
    },
    { ...page, id: 'lead.owner', label: 'Change owner', keys: 'o', reason, run: onOwner },
    ...(state === 'unqualified'
      ? [{ ...page, id: 'lead.reopen', label: 'Reopen lead', keys: 'r', reason, run: onReopen }]
      : [
          {
            ...page,
            id: 'lead.convert',
            label: 'Convert lead',
            keys: 'v',
            reason,
            run: () => go(paths.conversion(lead.Id)),
          },
        ]),
    ...(neighbours === undefined
      ? []
      : [
          { ...page, id: 'lead.next', label: 'Next lead', keys: 'j', run: () => to(neighbours.next), palette: false },
          {
            ...page,
            id: 'lead.previous',
            label: 'Previous lead',
            keys: 'k',
            run: () => to(neighbours.previous),
            palette: false,
          },
        ]),
  ])
}
