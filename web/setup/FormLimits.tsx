import { api } from '../api/client.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { SavedNumber } from './SavedText.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useReasonAgainstSection } from './sections.ts'
import { useAnswer, useCall } from './setupApi.ts'
import classes from './Organization.module.css'

const PATH = '/form-settings'
type Limits = Readonly<{ PostsPerMinute: number; PostsKeptDays: number }>

/** How much anybody may send through web forms, and how long it is kept. */
export function FormLimits() {
  const reason = useReasonAgainstSection('form-limits')
  const found = useAnswer<Limits>(PATH, {}, reason === undefined)
  const save = useCall((part: Partial<Limits>) => api.patch<Limits>(PATH, part), PATH)
  const limits = found.data
  return (
    <SetupPage section="form-limits" reason={reason}>
      {reason === undefined && found.isPending && <GridSkeleton rows={2} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {limits !== undefined && (
        <section className={classes['form']} aria-label="Form limits">
          <SavedNumber
            label="Posts a minute from one address"
            description="More are asked to wait a moment, and told so. A trade-show stand sends from one address: allow it a few hundred."
            showLabel
            value={limits.PostsPerMinute}
            min={1}
            max={100_000}
            reason={reason}
            onSave={(PostsPerMinute) => save.mutateAsync({ PostsPerMinute })}
          />
          <SavedNumber
            label="Days that what was sent is kept"
            description="From 30 to 3,650. Afterwards the fields, the address and the browser of a worked post are forgotten, a little every night; that there was a post, and the lead it became, stay. Posts that wait for somebody are never forgotten."
            showLabel
            value={limits.PostsKeptDays}
            min={30}
            max={3650}
            reason={reason}
            onSave={(PostsKeptDays) => save.mutateAsync({ PostsKeptDays })}
          />
        </section>
      )}
    </SetupPage>
  )
}
