import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { SavedText } from '../setup/SavedText.tsx'
import { SetupPage } from '../setup/SetupPage.tsx'
import { useAnswer, useCall, useReason } from '../setup/setupApi.ts'
import { OrderedRows } from '../ui/OrderedRows.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { Term } from '../ui/Term.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import classes from './CampaignTypes.module.css'
import { StatusHeads, StatusRow } from './StatusRow.tsx'

type TypeStatus = Readonly<{ label: string; hasResponded: boolean; isDefault: boolean }>
type CampaignType = Readonly<{
  id: string
  name: string
  costsPerName: boolean
  statuses: readonly TypeStatus[]
}>

const PATH = '/campaign-types'

/** The kinds of campaigns, each with the statuses a new campaign of it starts with. */
export function CampaignTypes() {
  const reason = useReason('set_up', 'change types of campaigns')
  const found = useAnswer<{ types: readonly CampaignType[] }>(PATH)
  const order = useCall((ids: readonly string[]) => api.post(`${PATH}/order`, { ids }), PATH)
  const types = found.data?.types ?? []
  return (
    <SetupPage section="campaign-types" reason={reason}>
      <p className={classes['note']}>
        A new <Term of="campaign">campaign</Term> starts with the member statuses of its type. Afterwards the list is
        the campaign’s own: what is changed here does not change campaigns that are there.
      </p>
      {found.isPending && <GridSkeleton rows={6} />}
      {found.isError && <RefusalNotice error={found.error} />}
      <OrderedRows
        label="Types of campaigns in their order"
        rows={types}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        onOrder={(rows) =>
          order.mutate(
            rows.map(({ id }) => id),
            { onError: toastError },
          )
        }
        isFixed={reason !== undefined}
      >
        {(type) => <One type={type} reason={reason} />}
      </OrderedRows>
      {reason === undefined && found.isSuccess && <AddType />}
    </SetupPage>
  )
}

function One({ type, reason }: { type: CampaignType; reason: string | undefined }) {
  const change = useCall((draft: Partial<Omit<CampaignType, 'id'>>) => api.patch(`${PATH}/${type.id}`, draft), PATH)
  const drop = useCall(() => api.delete(`${PATH}/${type.id}`), PATH)
  const [open, setOpen] = useState(false)
  const put = (statuses: readonly TypeStatus[]) => change.mutateAsync({ statuses })
  const tryPut = (statuses: readonly TypeStatus[]) => void put(statuses).catch(toastError)
  return (
    <section className={classes['type']} aria-label={type.name}>
      <div className={classes['head']}>
        <SavedText
          label={`Name of ${type.name}`}
          value={type.name}
          reason={reason}
          strong
          maxLength={80}
          onSave={(name) => change.mutateAsync({ name })}
        />
        <Button variant="subtle" size="compact-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {type.statuses.length} {type.statuses.length === 1 ? 'status' : 'statuses'}
        </Button>
        {reason === undefined && (
          <ActionIcon
            aria-label={`Delete ${type.name}`}
            onClick={() => void drop.mutateAsync().then(() => toast(`Deleted ${type.name}.`), toastError)}
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        )}
      </div>
      {!open && <p className={classes['note']}>{type.statuses.map(({ label }) => label).join(' · ')}</p>}
      {open && (
        <div className={classes['statuses']}>
          <StatusHeads />
          <OrderedRows
            label={`Statuses of ${type.name} in their order`}
            rows={type.statuses}
            keyOf={({ label }) => label}
            nameOf={({ label }) => label}
            onOrder={tryPut}
            isFixed={reason !== undefined}
          >
            {(status, at) => (
              <StatusRow
                {...status}
                reason={reason}
                onLabel={(label) => put(type.statuses.with(at, { ...status, label }))}
                onResponse={(hasResponded) => tryPut(type.statuses.with(at, { ...status, hasResponded }))}
                onDefault={() => tryPut(type.statuses.map((one, place) => ({ ...one, isDefault: place === at })))}
                onDrop={() => tryPut(type.statuses.toSpliced(at, 1))}
              />
            )}
          </OrderedRows>
          {reason === undefined && (
            <AddStatus
              of={type.name}
              onAdd={(label) => put([...type.statuses, { label, hasResponded: false, isDefault: false }])}
            />
          )}
          <Checkbox
            label="A bought list: its campaigns have a cost per name"
            checked={type.costsPerName}
            disabled={reason !== undefined}
            onChange={(event) => change.mutate({ costsPerName: event.currentTarget.checked }, { onError: toastError })}
          />
        </div>
      )}
    </section>
  )
}

function AddStatus({ of, onAdd }: { of: string; onAdd: (label: string) => Promise<unknown> }) {
  const [label, setLabel] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (label.trim() !== '') void onAdd(label.trim()).then(() => setLabel(''), toastError)
  }
  return (
    <form className={classes['add']} onSubmit={submit}>
      <TextInput
        aria-label={`New status of ${of}`}
        placeholder="Add a status"
        maxLength={40}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={label.trim() === ''}>
        Add
      </Button>
    </form>
  )
}

function AddType() {
  const [name, setName] = useState('')
  const add = useCall((wanted: string) => api.post(PATH, { name: wanted, statuses: FIRST }), PATH)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(name.trim(), { onSuccess: () => setName('') })
  }
  return (
    <form className={classes['add']} onSubmit={submit}>
      <TextInput
        aria-label="Name of the new type"
        placeholder="Add a type of campaign"
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={name.trim() === ''}
        loading={add.isPending}
      >
        Add type
      </Button>
      <RefusalNotice error={add.error} />
    </form>
  )
}

const FIRST: readonly TypeStatus[] = [
  { label: 'Sent', hasResponded: false, isDefault: true },
  { label: 'Responded', hasResponded: true, isDefault: false },
]
