import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { paths } from '../paths.ts'
import { useCall } from '../setup/setupApi.ts'
import { Link } from '../ui/Link.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { Flags } from './Flags.tsx'
import { marks } from './marks.ts'
import {
  propose,
  told,
  useNominationNews,
  withdraw,
  type NominationPlan,
  type NominationRow,
  type Overview,
} from './nominations.ts'
import { Paging } from './Paging.tsx'
import { useNominations } from './useNominations.ts'
import classes from './Nominations.module.css'

/** Whom I proposed, and room to propose more. */
export function Mine({ plan, overview }: Readonly<{ plan: NominationPlan; overview: Overview }>) {
  const { found, rows, more, back } = useNominations(plan.CampaignId, 'mine')
  const refresh = useNominationNews(plan.CampaignId)
  const takeBack = (row: NominationRow) =>
    withdraw([row.Id]).then(async ({ results }) => {
      await refresh()
      toast(told(results, () => `${row.Who?.Name ?? 'The nomination'} is withdrawn.`))
    }, toastError)
  return (
    <Panel title="Proposed by me">
      {overview.mayPropose && !plan.IsClosed && <Proposing plan={plan} left={overview.counts.left} />}
      {found.isPending && <GridSkeleton rows={3} />}
      {found.isSuccess && rows.length === 0 && (
        <p className={classes['quiet']}>
          You have proposed nobody yet. Find somebody above, or look at last year’s list.
        </p>
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Proposed by me"
          rows={rows}
          keyOf={(row) => row.Id}
          columns={[
            {
              head: 'Who',
              render: (row) => (
                <TwoLines
                  first={<WhoLink row={row} />}
                  second={[row.Company, row.Reason].filter(Boolean).join(' · ')}
                />
              ),
            },
            {
              head: 'State',
              width: '260px',
              render: (row) => (
                <TwoLines
                  first={<StateMark {...marks[row.State]} />}
                  second={row.DecisionReason ?? <Flags flags={row.State === 'proposed' ? row.Flags : []} />}
                />
              ),
            },
            {
              head: 'Proposed',
              width: '110px',
              align: 'end',
              render: (row) => <RelativeDate value={row.ProposedAt} />,
            },
            {
              head: 'Withdraw',
              acts: true,
              width: '100px',
              render: (row) =>
                row.State === 'proposed' ? (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={`Withdraw ${row.Who?.Name ?? ''}`}
                    onClick={() => void takeBack(row)}
                  >
                    Withdraw
                  </Button>
                ) : null,
            },
          ]}
        />
      )}
      <Paging back={back} more={more} />
    </Panel>
  )
}

export function WhoLink({ row }: Readonly<{ row: Pick<NominationRow, 'Who'> }>) {
  if (row.Who === null) return <>Somebody who was deleted</>
  return <Link to={paths.record(row.Who.Id) ?? '#'}>{row.Who.Name}</Link>
}

function Proposing({ plan, left }: Readonly<{ plan: NominationPlan; left: number | null }>) {
  const [who, setWho] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const refresh = useNominationNews(plan.CampaignId)
  const call = useCall(() => propose(plan.CampaignId, [{ WhoId: who ?? '', Reason: reason.trim() || null }]))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    call.mutate(undefined, {
      onSettled: refresh,
      onSuccess: ({ results }) => {
        toast(told(results, () => 'Proposed. Whoever approves is told.'))
        if (results[0]?.success === true) {
          setWho(null)
          setReason('')
        }
      },
      onError: toastError,
    })
  }
  return (
    <form className={classes['proposing']} onSubmit={submit}>
      <ReferencePicker
        references={['Contact', 'Lead']}
        value={who}
        onChange={setWho}
        label="Propose"
        placeholder="Find a contact or lead"
      />
      <TextInput
        label="Why"
        placeholder="Signed the frame contract in May"
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" loading={call.isPending} disabled={who === null}>
        {left === null ? 'Propose' : `Propose (${left} left)`}
      </Button>
    </form>
  )
}
