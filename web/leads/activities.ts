import { useQueryClient } from '@tanstack/react-query'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { collectionOf, resourceOf } from '../api/objects.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshLead } from '../qualification/qualification.ts'
import { dayFromToday } from '../ui/dates.ts'

export type ActivityKind = 'call' | 'note' | 'task' | 'meeting'
/** What a person types into the composer. `day` is `YYYY-MM-DD`, `at` ISO in UTC. */
export type ActivityDraft = Readonly<{
  kind: ActivityKind
  subject: string
  text: string
  day: string | null
  at: string | null
  minutes: number | null
  /** Of a meeting: its type, such as `Demo`. */
  meeting: string
  /** Of a task or meeting: what it costs beside the time. */
  cost: number | null
}>

const objectOf: Readonly<Record<ActivityKind, string>> = { call: 'Task', note: 'Note', task: 'Task', meeting: 'Event' }

/** Records a call, a note, a task or a meeting with a lead; resolves to the record, and offers its removal. */
export function useRecordActivity(leadId: string) {
  const client = useQueryClient()
  const record = useMutation({
    mutationFn: (draft: ActivityDraft) =>
      api.post<RecordRow>(collectionOf(objectOf[draft.kind]), valuesOf(leadId, draft)),
    onSuccess: () => void refreshLead(client, leadId),
  })
  const remove = async (kind: ActivityKind, id: string) => {
    await api.delete<undefined>(resourceOf(objectOf[kind], id))
    await refreshLead(client, leadId)
  }
  return { record, remove }
}

function valuesOf(
  leadId: string,
  { kind, subject, text, day, at, minutes, meeting, cost }: ActivityDraft,
): Readonly<Record<string, unknown>> {
  const description = text.trim() === '' ? {} : { Description: text }
  const costs = cost === null ? {} : { Cost: cost }
  switch (kind) {
    case 'note':
      return { ParentId: leadId, Title: subject.trim() || titleOf(text), Body: text }
    case 'call':
      return {
        WhoId: leadId,
        Subject: subject.trim() || 'Call',
        Status: 'Completed',
        ActivityDate: dayFromToday(0),
        Type: 'Call',
        TaskSubtype: 'Call',
        CallType: 'Outbound',
        ActivityKind: 'Qualification',
        ...(minutes === null ? {} : { CallDurationInSeconds: minutes * 60 }),
        ...description,
      }
    case 'task':
      return {
        WhoId: leadId,
        Subject: subject.trim(),
        ActivityDate: day,
        ActivityKind: 'Qualification',
        ...costs,
        ...description,
      }
    case 'meeting':
      return {
        WhoId: leadId,
        Subject: subject.trim(),
        StartDateTime: at,
        Type: meeting,
        ActivityKind: 'Qualification',
        ...costs,
        ...description,
      }
  }
}

/** A note without a title is named by its first words. */
const titleOf = (text: string): string => {
  const [line = ''] = text.trim().split('\n')
  return line.length <= 60 ? line : `${line.slice(0, 57).trimEnd()}…`
}
