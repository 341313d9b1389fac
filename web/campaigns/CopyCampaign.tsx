import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import { api } from '../api/client.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { paths } from '../paths.ts'
import { nameOf } from '../ui/fields.ts'
import { useGo } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { membersOf, useRefreshMembers } from './campaignApi.ts'

/** Next year's edition of a campaign: its fields, its statuses, and, if wanted, its members. */
export function CopyCampaign({ campaign }: { campaign: RecordRow }) {
  const [open, setOpen] = useState(false)
  const shape = useObject('Campaign')
  const reason = shape.may.create ? undefined : 'Your role may read campaigns, but not create them.'
  return (
    <>
      <ReasonedButton variant="default" reason={reason} onClick={() => setOpen(true)}>
        Copy campaign
      </ReasonedButton>
      {open && <CopySheet campaign={campaign} onClose={() => setOpen(false)} />}
    </>
  )
}

function CopySheet({ campaign, onClose }: { campaign: RecordRow; onClose: () => void }) {
  const [name, setName] = useState(nextEdition(nameOf(campaign)))
  const [withMembers, setWithMembers] = useState(false)
  const [error, setError] = useState<unknown>()
  const [working, setWorking] = useState(false)
  const refresh = useRefreshMembers()
  const go = useGo()
  const copy = async () => {
    setWorking(true)
    try {
      const made = await api.post<{ Id: string; members: number }>(`/campaigns/${campaign.Id}/copy`, {
        name,
        withMembers,
      })
      await refresh()
      toast(`${name} is planned${withMembers ? ` with ${membersOf(made.members)}` : ''}.`)
      onClose()
      go(paths.campaign(made.Id))
    } catch (refused) {
      setError(refused)
    } finally {
      setWorking(false)
    }
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={`Copy ${nameOf(campaign)}`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={working} disabled={name.trim() === ''} onClick={() => void copy()}>
            Copy campaign
          </Button>
        </>
      }
    >
      <div style={{ display: 'grid', gap: 12 }}>
        <TextInput
          label="Name"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <p style={{ margin: 0 }}>
          Its fields and its member statuses come along; its dates, its actual cost and its results do not.
        </p>
        <Checkbox
          label="Bring its members along, each at the default status"
          checked={withMembers}
          onChange={(event) => setWithMembers(event.currentTarget.checked)}
        />
        <RefusalNotice error={error} />
      </div>
    </Sheet>
  )
}

/** 'Gifts 2026' is followed by 'Gifts 2027'. */
const nextEdition = (name: string): string => {
  const next = name.replace(/\b(20\d\d)\b/, (year) => String(Number(year) + 1))
  return (next === name ? `${name}, copy` : next).slice(0, 80)
}
