import { ActionIcon, Button } from '@mantine/core'
import { IconSpeakerphone } from '@tabler/icons-react'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import type { Filter } from '../api/filter.ts'
import { useCount } from '../api/records.ts'
import { useSession } from '../api/session.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { WithReason } from '../ui/WithReason.tsx'
import { saidOf, useAddMany } from './campaignApi.ts'
import { CampaignChoice, nothingChosen } from './CampaignChoice.tsx'

/** What a list holds, loaded or not: its conditions. */
export type AllOf = Readonly<{ filter?: Filter; q?: string }>

/** Puts everybody a list holds into a campaign, by its conditions and never by their ids. */
export function AddAll({ object, all }: { object: 'Lead' | 'Contact'; all: AllOf }) {
  const [open, setOpen] = useState(false)
  const session = useSession()
  const reason =
    session.may['CampaignMember']?.create === false ? 'Your role may not put people into campaigns.' : undefined
  return (
    <>
      <WithReason reason={reason ?? 'Add everybody in this list to a campaign'}>
        <ActionIcon
          variant="default"
          size={32}
          aria-label="Add everybody in this list to a campaign"
          aria-disabled={reason !== undefined}
          data-disabled={reason !== undefined || undefined}
          onClick={() => reason === undefined && setOpen(true)}
        >
          <IconSpeakerphone size={16} stroke={1.8} aria-hidden />
        </ActionIcon>
      </WithReason>
      {open && <AddAllSheet object={object} all={all} onClose={() => setOpen(false)} />}
    </>
  )
}

function AddAllSheet({
  object,
  all,
  onClose,
}: Readonly<{ object: 'Lead' | 'Contact'; all: AllOf; onClose: () => void }>) {
  const shape = useObject(object)
  const [chosen, setChosen] = useState(nothingChosen)
  const { campaign, status } = chosen
  const counted = useCount(object, all)
  const add = useAddMany()
  const count = `${(counted.data?.count ?? 0).toLocaleString('en')}${counted.data?.atLeast === true ? '+' : ''}`
  const noun = (counted.data?.count === 1 ? shape.label : shape.labelPlural).toLowerCase()
  const start = () =>
    campaign !== undefined &&
    add.mutate(
      { campaignId: campaign.Id, of: { object, ...all }, ...(status === null ? {} : { status }) },
      {
        onSuccess: (carried) => {
          toast(saidOf(carried, `added to ${campaign.Name}`))
          onClose()
        },
      },
    )
  return (
    <Sheet
      opened
      onClose={onClose}
      title={`Add all ${count} ${noun} of this list to a campaign`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={campaign === undefined} loading={add.isPending} onClick={start}>
            Add {count} {noun}
          </Button>
        </>
      }
    >
      <div style={{ display: 'grid', gap: 12 }}>
        <CampaignChoice chosen={chosen} onChange={setChosen} />
        <p style={{ margin: 0, color: 'var(--ink-2)' }}>Whoever is in the campaign already stays as they are.</p>
        <RefusalNotice error={add.error} />
      </div>
    </Sheet>
  )
}
