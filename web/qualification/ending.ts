import type { RecordRow } from '../api/recordRow.ts'
import type { OutcomeDraft } from './qualification.ts'

export type EndingProps = Readonly<{
  lead: RecordRow
  saving: boolean
  error: unknown
  onSave: (draft: OutcomeDraft) => void
  onCancel: () => void
}>
