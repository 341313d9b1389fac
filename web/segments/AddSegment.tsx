import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { type Carried, membersOf } from '../campaigns/campaignApi.ts'
import { CampaignChoice, nothingChosen } from '../campaigns/CampaignChoice.tsx'
import { paths } from '../paths.ts'
import { TextLink } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { type HowMany, peopleWords, type Segment, useAddSegment, useHowMany, useSegments } from './segmentApi.ts'
import classes from './Segments.module.css'

/** Everybody of a segment into one campaign: on the campaign's own sheet. */
export function FromSegment({ campaignId, status }: Readonly<{ campaignId: string; status: string | null }>) {
  const segments = useSegments().data?.segments
  const [id, setId] = useState<string | null>(null)
  const [except, setExcept] = useState<string | null>(null)
  const add = useAddSegment()
  const counted = useHowMany(id, campaignId)
  const start = () => {
    if (id === null) return
    add.mutate(
      {
        campaignId,
        segment: id,
        ...(except === null ? {} : { exceptSegment: except }),
        ...(status === null ? {} : { status }),
      },
      { onSuccess: (carried) => toast(addedWords(carried)) },
    )
  }
  return (
    <>
      <Select
        label="Segment"
        placeholder="Choose a segment"
        data={choices(segments)}
        value={id}
        onChange={setId}
        searchable
        nothingFoundMessage="No such segment"
      />
      {segments?.length === 0 && (
        <p className={classes['faint']}>
          There are no segments yet.{' '}
          <TextLink to={paths.newSegment} isAmongWords>
            Describe the first
          </TextLink>
          .
        </p>
      )}
      <Except segments={segments} id={id} value={except} onChange={setExcept} />
      <Counted counted={counted.data} />
      <RefusalNotice error={counted.error} />
      <Button disabled={counted.data === undefined} loading={add.isPending} onClick={start}>
        Add the people of the segment
      </Button>
      <RefusalNotice error={add.error} />
    </>
  )
}

/** The same from the segment's page, which has the campaign chosen. */
export function AddToCampaign({ segment, onClose }: Readonly<{ segment: Segment; onClose: () => void }>) {
  const segments = useSegments().data?.segments
  const [chosen, setChosen] = useState(nothingChosen)
  const { campaign, status } = chosen
  const [except, setExcept] = useState<string | null>(null)
  const counted = useHowMany(segment.Id, campaign?.Id)
  const add = useAddSegment()
  const start = () => {
    if (campaign === undefined) return
    add.mutate(
      {
        campaignId: campaign.Id,
        segment: segment.Id,
        ...(except === null ? {} : { exceptSegment: except }),
        ...(status === null ? {} : { status }),
      },
      {
        onSuccess: (carried) => {
          toast(`${campaign.Name}: ${addedWords(carried)}`)
          onClose()
        },
      },
    )
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={`Add ‘${segment.Name}’ to a campaign`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={campaign === undefined} loading={add.isPending} onClick={start}>
            Add the people of the segment
          </Button>
        </>
      }
    >
      <div className={classes['form']}>
        <CampaignChoice chosen={chosen} onChange={setChosen} />
        <Except segments={segments} id={segment.Id} value={except} onChange={setExcept} />
        <Counted counted={counted.data} />
        <RefusalNotice error={counted.error ?? add.error} />
      </div>
    </Sheet>
  )
}

const choices = (segments: readonly Segment[] | undefined) =>
  (segments ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))

function Except({
  segments,
  id,
  value,
  onChange,
}: Readonly<{
  segments: readonly Segment[] | undefined
  id: string | null
  value: string | null
  onChange: (value: string | null) => void
}>) {
  const others = segments?.filter(({ Id }) => Id !== id)
  if (others === undefined || others.length === 0) return null
  return (
    <Select
      label="Leave out who is also in"
      placeholder="Nobody"
      data={choices(others)}
      value={value}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Leave nobody out' }}
      nothingFoundMessage="No such segment"
    />
  )
}

function Counted({ counted }: Readonly<{ counted: HowMany | undefined }>) {
  if (counted === undefined) return null
  const { already } = counted
  return (
    <p className={classes['faint']} role="status">
      In the segment now: {peopleWords(counted)}.
      {already !== undefined && already > 0 && (
        <>
          {' '}
          {already.toLocaleString('en')} of them {already === 1 ? 'is' : 'are'} in the campaign already and{' '}
          {already === 1 ? 'stays' : 'stay'} as they are.
        </>
      )}
    </p>
  )
}

function addedWords({ total, done, workId }: Carried): string {
  if (workId !== null)
    return `${membersOf(total)} are being added. This goes on by itself, and the campaign says how far it is.`
  const already = total - done
  return already === 0
    ? `${membersOf(done)} added.`
    : `${membersOf(done)} added; ${already.toLocaleString('en')} ${already === 1 ? 'was' : 'were'} in already.`
}
