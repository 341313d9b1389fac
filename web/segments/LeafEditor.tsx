import { Checkbox, MultiSelect, Select } from '@mantine/core'
import { useState } from 'react'
import {
  activityWords,
  type ActivityKind,
  type ActivityLeaf,
  type CampaignLeaf,
  type InquiryLeaf,
} from '../../shared/segmentCondition.ts'
import { useStandings } from '../campaigns/campaignApi.ts'
import { ConditionEditor } from '../ui/ConditionEditor.tsx'
import { insidePopover, useListsStand } from '../ui/listsStand.ts'
import type { Naming } from './naming.ts'
import type { Row } from './groups.ts'
import type { Kind } from './kinds.ts'
import { type Asked, CampaignPicker, LeafForm, said, Within } from './LeafForm.tsx'
import { headingOf, type PeopleShape } from './peopleShape.ts'
import { useSegments } from './segmentApi.ts'

type EditorProps = Readonly<{
  shape: PeopleShape
  kind: Kind
  row?: Row
  naming: Naming
  segmentId: string | undefined
  onDone: (row: Row) => void
}>

/** Writes one condition; the same form for a new one and for one that is changed. */
export function LeafEditor(props: EditorProps) {
  const { kind, row, shape, onDone } = props
  switch (kind) {
    case 'field': {
      const condition = row !== undefined && 'field' in row.leaf ? row.leaf : undefined
      return (
        <ConditionEditor
          shape={shape}
          word="condition"
          isForAll
          headingOf={headingOf}
          {...(condition === undefined ? {} : { condition })}
          onDone={(leaf) => onDone({ leaf, denied: row?.denied ?? false })}
        />
      )
    }
    case 'campaign':
      return <CampaignForm {...props} />
    case 'activity':
      return <ActivityForm {...props} />
    case 'inquiry':
      return <InquiryForm {...props} />
    case 'converted':
      return <ConvertedForm {...props} />
    case 'segment':
      return <SegmentForm {...props} />
  }
}

function CampaignForm({ row, naming, onDone }: EditorProps) {
  const lists = useListsStand(insidePopover)
  const before: Asked<CampaignLeaf['campaign']> = row !== undefined && 'campaign' in row.leaf ? row.leaf.campaign : {}
  const [asked, setAsked] = useState(before)
  return (
    <LeafForm
      row={row}
      so={['Is in a campaign', 'Is not in a campaign']}
      onSubmit={(denied) => onDone({ leaf: { campaign: said<CampaignLeaf['campaign']>(asked) }, denied })}
    >
      <CampaignPicker
        id={asked.id}
        naming={naming}
        onPick={(id) =>
          setAsked({ ...asked, id, below: id === undefined ? undefined : asked.below, statuses: undefined })
        }
      />
      {asked.id !== undefined && (
        <>
          <Checkbox
            label="Or in a campaign below it"
            checked={asked.below === true}
            onChange={(event) => setAsked({ ...asked, below: event.currentTarget.checked })}
          />
          <StatusesOf
            campaignId={asked.id}
            value={asked.statuses ?? []}
            onChange={(statuses) => setAsked({ ...asked, statuses: statuses.length === 0 ? undefined : statuses })}
          />
        </>
      )}
      <Select
        label="Response"
        data={[
          { value: 'either', label: 'Whether they responded or not' },
          { value: 'yes', label: 'Responded' },
          { value: 'no', label: 'Did not respond' },
        ]}
        value={asked.responded === undefined ? 'either' : asked.responded ? 'yes' : 'no'}
        onChange={(next) => setAsked({ ...asked, responded: next === 'either' ? undefined : next === 'yes' })}
        allowDeselect={false}
        comboboxProps={lists}
      />
      <Within value={asked.within} onChange={(within) => setAsked({ ...asked, within })} />
    </LeafForm>
  )
}

function StatusesOf({
  campaignId,
  value,
  onChange,
}: Readonly<{ campaignId: string; value: readonly string[]; onChange: (value: readonly string[]) => void }>) {
  const lists = useListsStand(insidePopover)
  const standings = useStandings(campaignId).data?.standings ?? []
  return (
    <MultiSelect
      label="Status"
      placeholder={value.length === 0 ? 'Any status' : ''}
      data={[...new Set([...standings.map(({ status }) => status), ...value])]}
      value={[...value]}
      onChange={onChange}
      comboboxProps={lists}
    />
  )
}

const anyKinds: readonly ActivityKind[] = ['any', 'call', 'email', 'meeting']
const callResults = ['Dead end', 'Definite maybe', 'Opportunity']

function ActivityForm({ row, onDone }: EditorProps) {
  const lists = useListsStand(insidePopover)
  const before: Asked<ActivityLeaf['activity']> =
    row !== undefined && 'activity' in row.leaf ? row.leaf.activity : { kind: 'any' }
  const [asked, setAsked] = useState(before)
  return (
    <LeafForm
      row={row}
      so={['Was in touch with us', 'Was not in touch with us']}
      onSubmit={(denied) => onDone({ leaf: { activity: said<ActivityLeaf['activity']>(asked) }, denied })}
    >
      <Select
        label="By"
        data={anyKinds.map((kind) => ({
          value: kind,
          label: kind === 'any' ? 'Call, e-mail or meeting' : activityWords[kind],
        }))}
        value={asked.kind ?? 'any'}
        onChange={(next) => {
          const kind = anyKinds.find((one) => one === next) ?? 'any'
          setAsked({ kind, within: asked.within, result: undefined })
        }}
        allowDeselect={false}
        comboboxProps={lists}
      />
      {asked.kind === 'call' && (
        <Select
          label="How it ended"
          placeholder="Any way"
          data={[...new Set([...callResults, ...(asked.result === undefined ? [] : [asked.result])])]}
          value={asked.result ?? null}
          onChange={(next) => setAsked({ ...asked, result: next ?? undefined })}
          clearable
          clearButtonProps={{ 'aria-label': 'Clear how it ended' }}
          comboboxProps={lists}
        />
      )}
      <Within value={asked.within} onChange={(within) => setAsked({ ...asked, within })} />
    </LeafForm>
  )
}

const sources = ['Web form', 'Content download', 'Import', 'E-mail reply', 'Event', 'Other']

function InquiryForm({ row, naming, onDone }: EditorProps) {
  const lists = useListsStand(insidePopover)
  const before: Asked<InquiryLeaf['inquiry']> = row !== undefined && 'inquiry' in row.leaf ? row.leaf.inquiry : {}
  const [asked, setAsked] = useState(before)
  return (
    <LeafForm
      row={row}
      so={['Sent us an inquiry', 'Sent us no inquiry']}
      onSubmit={(denied) => onDone({ leaf: { inquiry: said<InquiryLeaf['inquiry']>(asked) }, denied })}
    >
      <Select
        label="By"
        placeholder="Any way"
        data={sources}
        value={asked.source ?? null}
        onChange={(next) => setAsked({ ...asked, source: next ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': 'Clear by' }}
        comboboxProps={lists}
      />
      <CampaignPicker id={asked.campaign} naming={naming} onPick={(campaign) => setAsked({ ...asked, campaign })} />
      <Within value={asked.within} onChange={(within) => setAsked({ ...asked, within })} />
    </LeafForm>
  )
}

function ConvertedForm({ row, onDone }: EditorProps) {
  const [within, setWithin] = useState(
    row !== undefined && 'converted' in row.leaf ? row.leaf.converted.within : undefined,
  )
  return (
    <LeafForm
      row={row}
      so={['Was converted from a lead', 'Was not converted from a lead']}
      onSubmit={(denied) => onDone({ leaf: { converted: within === undefined ? {} : { within } }, denied })}
    >
      <Within value={within} onChange={setWithin} />
    </LeafForm>
  )
}

function SegmentForm({ row, naming, segmentId, onDone }: EditorProps) {
  const lists = useListsStand(insidePopover)
  const [id, setId] = useState(row !== undefined && 'segment' in row.leaf ? row.leaf.segment : null)
  const segments = useSegments().data?.segments ?? []
  return (
    <LeafForm
      row={row}
      so={['Is in the segment', 'Is not in the segment']}
      isComplete={id !== null}
      onSubmit={(denied) => {
        const chosen = segments.find(({ Id }) => Id === id)
        if (chosen !== undefined) naming.onName(chosen.Id, chosen.Name)
        if (id !== null) onDone({ leaf: { segment: id }, denied })
      }}
    >
      <Select
        label="Segment"
        placeholder="Choose a segment"
        data={segments.filter(({ Id }) => Id !== segmentId).map(({ Id, Name }) => ({ value: Id, label: Name }))}
        value={id}
        onChange={setId}
        searchable
        nothingFoundMessage="No such segment"
        comboboxProps={lists}
      />
    </LeafForm>
  )
}
