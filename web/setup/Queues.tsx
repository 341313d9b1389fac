import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useCreateRecord, useRecordList, useSaveRecord } from '../api/records.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { nameOf } from '../ui/fields.ts'
import { Person } from '../ui/PersonAvatar.tsx'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { roleWords } from './roles.ts'
import { SavedText } from './SavedText.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useAnswer, useCall, useReason } from './setupApi.ts'
import classes from './Queues.module.css'

/** Queues and who is in them. */
export function Queues() {
  const reason = useReason('keep_users', 'change queues')
  const queues = useRecordList('Group', { sort: 'Name', fields: ['Name', 'Email'] })
  const [creating, setCreating] = useState(false)
  const rows = queues.pages?.flatMap((page) => page.records) ?? []
  const create = (
    <ReasonedButton reason={reason} onClick={() => setCreating(true)}>
      Create queue
    </ReasonedButton>
  )
  return (
    <SetupPage section="queues" reason={reason} actions={create}>
      {queues.isPending && <GridSkeleton rows={4} />}
      {queues.isError && <RefusalNotice error={queues.error} />}
      {queues.isSuccess && rows.length === 0 && (
        <EmptyState
          title="No queues yet"
          example="‘Inbound DACH’ owns every lead the German form brings in. Whoever of its three members is free takes the next one."
        >
          Give leads to a queue when it does not matter who of several people takes them.
        </EmptyState>
      )}
      {rows.map((queue) => (
        <Queue key={queue.Id} queue={queue} reason={reason} />
      ))}
      {creating && <CreateQueue onClose={() => setCreating(false)} />}
    </SetupPage>
  )
}

type Member = Readonly<{ Id: string; Name: string; Role: keyof typeof roleWords }>

function Queue({ queue, reason }: { queue: RecordRow; reason: string | undefined }) {
  const path = `/groups/${queue.Id}/members`
  const members = useAnswer<{ members: readonly Member[] }>(path)
  const save = useSaveRecord('Group')
  const add = useCall((userId: string) => api.post(path, { userIds: [userId] }), path)
  const remove = useCall((userId: string) => api.delete(path, { query: { userIds: userId } }), path)
  const name = nameOf(queue)
  const takeOut = (member: Member) =>
    remove.mutate(member.Id, {
      onSuccess: () => toast(`${member.Name} left ${name}.`, () => add.mutate(member.Id)),
      onError: toastError,
    })
  const list = members.data?.members ?? []
  return (
    <section className={classes['queue']} aria-label={name}>
      <div className={classes['head']}>
        <SavedText
          label="Name of the queue"
          value={name}
          reason={reason}
          strong
          onSave={(next) => save.mutateAsync({ id: queue.Id, values: { Name: next } })}
        />
        <span className={classes['count']}>
          {members.isSuccess && `${list.length} ${list.length === 1 ? 'member' : 'members'}`}
        </span>
      </div>
      <ul className={classes['members']}>
        {list.map((member) => (
          <li key={member.Id} className={classes['member']}>
            <Person name={member.Name} />
            <span className={classes['role']}>{roleWords[member.Role]?.label}</span>
            {reason === undefined && (
              <ActionIcon size={24} aria-label={`Take ${member.Name} out of ${name}`} onClick={() => takeOut(member)}>
                <IconX size={14} stroke={1.8} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {members.isSuccess && list.length === 0 && (
        <p className={classes['none']}>Nobody is in this queue, so nobody takes what it owns.</p>
      )}
      {reason === undefined && (
        <div className={classes['add']}>
          <ReferencePicker
            references={['User']}
            value={null}
            placeholder="Add a member"
            aria-label={`Add a member to ${name}`}
            clearable={false}
            onChange={(id) => id !== null && add.mutate(id, { onError: toastError })}
          />
        </div>
      )}
    </section>
  )
}

function CreateQueue({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const create = useCreateRecord('Group')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(
      { values: { Name: name.trim(), Type: 'Queue' } },
      {
        onSuccess: () => {
          toast(`Created queue ${name.trim()}.`)
          onClose()
        },
      },
    )
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title="Create queue"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form="create-queue" loading={create.isPending} disabled={name.trim() === ''}>
            Create queue
          </Button>
        </>
      }
    >
      <form id="create-queue" onSubmit={submit} className={classes['form']}>
        <TextInput
          label="Name"
          placeholder="Inbound DACH"
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <RefusalNotice error={create.error} />
      </form>
    </Sheet>
  )
}
