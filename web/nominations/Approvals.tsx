import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { Flags } from './Flags.tsx'
import { WhoLink } from './Mine.tsx'
import { decide, told, useNominationNews, type NominationPlan, type NominationRow } from './nominations.ts'
import { Paging } from './Paging.tsx'
import { useNominations } from './useNominations.ts'
import classes from './Nominations.module.css'

/** Who waits for a decision: one click each, or many at once; a rejection says why. */
export function Approvals({ plan, mayApprove }: Readonly<{ plan: NominationPlan; mayApprove: boolean }>) {
  const { found, rows, more, back } = useNominations(plan.CampaignId, 'waiting')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [rejecting, setRejecting] = useState<readonly NominationRow[]>([])
  const refresh = useNominationNews(plan.CampaignId)
  const put = (of: readonly NominationRow[], Approve: boolean, Reason: string | null) =>
    decide(of.map(({ Id }) => ({ Id, Approve, Reason }))).then(async ({ results }) => {
      await refresh()
      setChosen(new Set())
      setRejecting([])
      toast(
        told(
          results,
          (count) =>
            `${count === 1 ? '1 nomination is' : `${count} nominations are`} ${Approve ? 'approved' : 'rejected'}.`,
        ),
      )
    }, toastError)
  const toggle = (id: string) =>
    setChosen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]))
  const those = rows.filter(({ Id }) => chosen.has(Id))
  return (
    <Panel
      title={mayApprove ? 'For my approval' : 'Waiting for approval'}
      actions={
        those.length > 0 && (
          <div className={classes['actions']}>
            <Button size="compact-sm" variant="default" onClick={() => setRejecting(those)}>
              Reject {those.length}
            </Button>
            <Button size="compact-sm" onClick={() => void put(those, true, null)}>
              Approve {those.length}
            </Button>
          </div>
        )
      }
    >
      {found.isPending && <GridSkeleton rows={3} />}
      {found.isSuccess && rows.length === 0 && <p className={classes['quiet']}>Nobody waits for a decision.</p>}
      {mayApprove && rows.length > 1 && (
        <Checkbox
          className={classes['all'] ?? ''}
          label={`Choose all ${rows.length}`}
          checked={those.length === rows.length}
          indeterminate={those.length > 0 && those.length < rows.length}
          onChange={() => setChosen(those.length === rows.length ? new Set() : new Set(rows.map(({ Id }) => Id)))}
        />
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Waiting for approval"
          rows={rows}
          keyOf={(row) => row.Id}
          columns={[
            {
              head: 'Who',
              render: (row) => (
                <span className={classes['chosen']}>
                  {mayApprove && (
                    <Checkbox
                      aria-label={`Choose ${row.Who?.Name ?? ''}`}
                      checked={chosen.has(row.Id)}
                      onChange={() => toggle(row.Id)}
                    />
                  )}
                  <TwoLines first={<WhoLink row={row} />} second={row.Company} />
                </span>
              ),
            },
            {
              head: 'Why',
              width: '34%',
              render: (row) => (
                <span className={classes['why']}>
                  <TwoLines first={row.Reason ?? 'No reason given'} second={`by ${row.ProposedBy.Name ?? ''}`} />
                  <Flags flags={row.Flags} />
                </span>
              ),
            },
            {
              head: 'Proposed',
              width: '110px',
              align: 'end',
              render: (row) => <RelativeDate value={row.ProposedAt} />,
            },
            ...(mayApprove
              ? [
                  {
                    head: 'Decide',
                    acts: true,
                    width: '180px',
                    render: (row: NominationRow) => (
                      <span className={classes['actions']}>
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={`Reject ${row.Who?.Name ?? ''}`}
                          onClick={() => setRejecting([row])}
                        >
                          Reject
                        </Button>
                        <Button
                          size="compact-sm"
                          aria-label={`Approve ${row.Who?.Name ?? ''}`}
                          onClick={() => void put([row], true, null)}
                        >
                          Approve
                        </Button>
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      <Paging back={back} more={more} />
      {rejecting.length > 0 && (
        <RejectSheet
          count={rejecting.length}
          onClose={() => setRejecting([])}
          onReject={(why) => void put(rejecting, false, why)}
        />
      )}
    </Panel>
  )
}

function RejectSheet({
  count,
  onReject,
  onClose,
}: Readonly<{ count: number; onReject: (reason: string) => void; onClose: () => void }>) {
  const [reason, setReason] = useState('')
  const noun = count === 1 ? 'nomination' : `${count} nominations`
  return (
    <Sheet opened onClose={onClose} title={`Reject ${noun}`}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault()
          onReject(reason.trim())
        }}
      >
        <TextInput
          label="Why not"
          description="Who proposed them reads it."
          data-autofocus
          required
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" disabled={reason.trim() === ''}>
          Reject {noun}
        </Button>
      </form>
    </Sheet>
  )
}
