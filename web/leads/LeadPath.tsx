import type { ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSaveRecord } from '../api/records.ts'
import { paths } from '../paths.ts'
import { nameOf } from '../ui/fields.ts'
import { useGo } from '../ui/Link.tsx'
import { StatePath } from '../ui/StatePath.tsx'
import { stateLook } from '../ui/states.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { leadStates, type LeadState, mayMoveTo, stateOfLead, statusOfState } from './states.ts'

/** The five states of a lead. A step moves it; those that need more than a press open what they need. */
export function LeadPath({
  lead,
  shape,
  reason,
  onClose,
  onReopen,
}: Readonly<{
  lead: RecordRow
  shape: ObjectShape
  reason: string | undefined
  onClose: () => void
  onReopen: () => void
}>) {
  const save = useSaveRecord('Lead')
  const go = useGo()
  const state = stateOfLead(lead, shape)
  const statuses = shape.fieldNamed.get('Status')?.picklist ?? []
  const move = (to: LeadState) => {
    if (state === 'unqualified') return onReopen()
    if (to === 'unqualified') return onClose()
    if (to === 'converted') return go(paths.conversion(lead.Id))
    const status = statusOfState(shape, to)
    if (status === undefined) return
    const undo = () => save.mutate({ id: lead.Id, values: { Status: lead['Status'] } })
    save.mutate(
      { id: lead.Id, values: { Status: status } },
      {
        onSuccess: () => toast(`${nameOf(lead)} is now ${stateLook[to].word.toLowerCase()}.`, undo),
        onError: toastError,
      },
    )
  }
  const against = (to: LeadState): string | undefined => {
    if (reason !== undefined) return reason
    if (to === 'converted')
      return state === 'unqualified'
        ? 'This lead is closed. Reopen it with a reason before it is converted.'
        : undefined
    return mayMoveTo[state].includes(to)
      ? undefined
      : `A lead that is ${stateLook[state].word.toLowerCase()} does not become ${stateLook[to].word.toLowerCase()} again.`
  }
  return (
    <StatePath
      label="The life of this lead"
      branches
      current={state}
      steps={leadStates.map((one) => ({
        value: one,
        state: one,
        label:
          one === state
            ? (statuses.find(({ value }) => value === lead['Status'])?.label ?? stateLook[one].word)
            : stateLook[one].word,
      }))}
      onChoose={(to) => move(leadStates.find((one) => one === to) ?? state)}
      reasonAgainst={(to) => against(leadStates.find((one) => one === to) ?? state)}
    />
  )
}
