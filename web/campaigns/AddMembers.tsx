import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import { allOf, type Filter } from '../api/filter.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useCount, useCreateRecord } from '../api/records.ts'
import { useViews } from '../api/views.ts'
import { paths } from '../paths.ts'
import { FromSegment } from '../segments/AddSegment.tsx'
import { TextLink } from '../ui/Link.tsx'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { usePlainFilter } from '../ui/useLooking.ts'
import { saidOf, useAddMany, useRefreshMembers } from './campaignApi.ts'
import { StatusOf } from './StatusOf.tsx'

type AddProps = Readonly<{ campaign: RecordRow; onClose: () => void }>

/** Brings people into a campaign: one by one by name, everybody of a saved view or of a segment, or out of another campaign. */
export function AddMembers({ campaign, onClose }: AddProps) {
  const [how, setHow] = useState('name')
  const [status, setStatus] = useState<string | null>(null)
  const phone = usePhone()
  return (
    <Sheet opened onClose={onClose} title="Add members" width={540} footer={<Button onClick={onClose}>Done</Button>}>
      <div style={{ display: 'grid', gap: 12 }}>
        <SegmentedControl
          aria-label="Where they come from"
          fullWidth
          orientation={phone ? 'vertical' : 'horizontal'}
          value={how}
          onChange={setHow}
          data={[
            { value: 'name', label: 'By name' },
            { value: 'view', label: 'From a view' },
            { value: 'campaign', label: 'From a campaign' },
            { value: 'segment', label: 'From a segment' },
          ]}
        />
        <StatusOf campaignId={campaign.Id} status={status} onChange={setStatus} />
        {how === 'name' && <ByName campaign={campaign} status={status} />}
        {how === 'view' && <FromView campaign={campaign} status={status} />}
        {how === 'campaign' && <FromCampaign campaign={campaign} status={status} />}
        {how === 'segment' && <FromSegment campaignId={campaign.Id} status={status} />}
        <p style={{ margin: 0, color: 'var(--ink-3)', fontSize: 13 }}>
          A list in a file goes in by{' '}
          <TextLink to={paths.newImport} isAmongWords>
            importing it
          </TextLink>{' '}
          with this campaign chosen: whom we do not know becomes a lead, whom we know gets an inquiry.
        </p>
      </div>
    </Sheet>
  )
}

type FromProps = Readonly<{ campaign: RecordRow; status: string | null }>

function ByName({ campaign, status }: FromProps) {
  const create = useCreateRecord('CampaignMember')
  const refresh = useRefreshMembers()
  const add = (id: string | null, name: string | undefined) => {
    if (id === null) return
    const who = id.startsWith('00Q') ? 'LeadId' : 'ContactId'
    create.mutate(
      { values: { CampaignId: campaign.Id, [who]: id, ...(status === null ? {} : { Status: status }) } },
      {
        onSuccess: () => {
          toast(`${name ?? 'The person'} is in the campaign.`)
          void refresh()
        },
      },
    )
  }
  return (
    <>
      <ReferencePicker
        label="Lead or contact"
        references={['Lead', 'Contact']}
        value={null}
        placeholder="Find somebody to add"
        onChange={(id, referred) => add(id, referred?.Name)}
        autoFocus
      />
      <RefusalNotice error={create.error} />
    </>
  )
}

function FromView({ campaign, status }: FromProps) {
  const [object, setObject] = useState<'Lead' | 'Contact'>('Lead')
  const [viewId, setViewId] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const shape = useObject(object)
  const plain = usePlainFilter(shape)
  const views = useViews(object).data ?? []
  const view = views.find(({ Id }) => Id === viewId)
  const filter: Filter | undefined = plain(allOf(view?.Filter ?? undefined))
  const of = { ...(filter === undefined ? {} : { filter }), ...(words.trim() === '' ? {} : { q: words.trim() }) }
  const counted = useCount(object, of)
  const add = useAddMany()
  const noun = shape.labelPlural.toLowerCase()
  const count = `${(counted.data?.count ?? 0).toLocaleString('en')}${counted.data?.atLeast === true ? '+' : ''}`
  return (
    <>
      <SegmentedControl
        aria-label="Leads or contacts"
        value={object}
        onChange={(next) => {
          setObject(next === 'Contact' ? 'Contact' : 'Lead')
          setViewId(null)
        }}
        data={[
          { value: 'Lead', label: 'Leads' },
          { value: 'Contact', label: 'Contacts' },
        ]}
      />
      <Select
        label="View"
        placeholder={`All ${noun}`}
        clearable
        data={views.map(({ Id, Name }) => ({ value: Id, label: Name }))}
        value={viewId}
        onChange={setViewId}
      />
      <TextInput
        label="With these words"
        placeholder="A name, a company, a city"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Button
        disabled={counted.data === undefined || counted.data.count === 0}
        loading={add.isPending}
        onClick={() =>
          add.mutate(
            { campaignId: campaign.Id, of: { object, ...of }, ...(status === null ? {} : { status }) },
            { onSuccess: (carried) => toast(addedOf(carried)) },
          )
        }
      >
        Add {count} {noun}
      </Button>
      <RefusalNotice error={add.error} />
    </>
  )
}

function FromCampaign({ campaign, status }: FromProps) {
  const [from, setFrom] = useState<Readonly<{ Id: string; Name: string }>>()
  const add = useAddMany()
  const bring = async () => {
    if (from === undefined) return
    for (const object of ['Lead', 'Contact'] as const) {
      const of = { object, memberOf: from.Id }
      const carried = await add.mutateAsync({ campaignId: campaign.Id, of, ...(status === null ? {} : { status }) })
      if (carried.total > 0) toast(addedOf(carried))
    }
  }
  return (
    <>
      <ReferencePicker
        label="Campaign whose members come along"
        references={['Campaign']}
        value={from?.Id ?? null}
        referred={from}
        onChange={(id, referred) => setFrom(id === null ? undefined : { Id: id, Name: referred?.Name ?? id })}
      />
      <Button disabled={from === undefined} loading={add.isPending} onClick={() => void bring().catch(() => undefined)}>
        Add its members
      </Button>
      <RefusalNotice error={add.error} />
    </>
  )
}

const addedOf = (carried: Readonly<{ total: number; done: number; workId: string | null }>): string => {
  const already = carried.total - carried.done
  return carried.workId !== null || already === 0
    ? saidOf(carried, 'added')
    : `${saidOf(carried, 'added')} ${already.toLocaleString('en')} ${already === 1 ? 'was' : 'were'} in already and stayed as they were.`
}
