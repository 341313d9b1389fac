import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemsBesides } from '../api/errors.ts'
import { paths } from '../paths.ts'
import { SetupPage } from '../setup/SetupPage.tsx'
import { useAnswer, useCall } from '../setup/setupApi.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { CopyBox } from '../ui/CopyBox.tsx'
import { useGo } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RecordSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { FormEditor } from './FormEditor.tsx'
import { FormPreview } from './FormPreview.tsx'
import { draftOf, type FormDraft, newForm, type WebFormRow } from './webForm.ts'
import { useReasonAgainstSection } from '../setup/sections.ts'
import classes from './WebForm.module.css'

const PATH = '/web-forms'
const up = { label: 'Web forms', to: paths.webForms }

/** One web form: what it asks, what happens with the answers, and the HTML to paste. */
export function WebForm() {
  const { id = '' } = useParams({ strict: false })
  return id === 'new' ? <Editing key="new" /> : <Loaded key={id} id={id} />
}

function Loaded({ id }: { id: string }) {
  const closed = useReasonAgainstSection('web-forms')
  const found = useAnswer<WebFormRow>(`${PATH}/${id}`, {}, closed === undefined)
  if (found.isSuccess) return <Editing form={found.data} />
  return (
    <SetupPage section="web-forms" title="Web form" up={up}>
      {found.isPending ? <RecordSkeleton /> : <RefusalNotice error={found.error} />}
    </SetupPage>
  )
}

const FIELDS = [
  'Name',
  'Fields',
  'CampaignId',
  'MemberStatus',
  'LeadSource',
  'OwnerId',
  'ReturnUrl',
  'Thanks',
  'AutoResponse',
  'AutoResponseSubject',
  'AutoResponseBody',
  'ContentUrl',
  'ContentLabel',
]

function Editing({ form }: { form?: WebFormRow }) {
  const go = useGo()
  const reason = useReasonAgainstSection('web-forms')
  const [draft, setDraft] = useState<FormDraft>(() => (form === undefined ? newForm : draftOf(form)))
  const [saved, setSaved] = useState(draft)
  const change = (part: Partial<FormDraft>) => setDraft((before) => ({ ...before, ...part }))
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved)
  const save = useCall(
    (values: FormDraft) =>
      form === undefined ? api.post<WebFormRow>(PATH, values) : api.patch<WebFormRow>(`${PATH}/${form.Id}`, values),
    PATH,
    `${PATH}/${form?.Id}`,
    `${PATH}/${form?.Id}/html`,
  )
  const submit = () =>
    save.mutate(draft, {
      onSuccess: (kept) => {
        setSaved(draft)
        toast(
          form === undefined
            ? `Created ${kept.Name}. The HTML stands at the right.`
            : `Saved ${kept.Name}. Pages that carry it ask the new questions once you paste it again.`,
        )
        if (form === undefined) go(paths.webForm(kept.Id))
      },
    })
  return (
    <SetupPage
      section="web-forms"
      title={form?.Name ?? 'New web form'}
      up={up}
      reason={reason}
      actions={
        <>
          {form !== undefined && <TakeAway form={form} reason={reason} />}
          <ReasonedButton
            reason={reason ?? (isChanged || form === undefined ? undefined : 'Nothing is changed.')}
            loading={save.isPending}
            onClick={submit}
          >
            {form === undefined ? 'Create web form' : 'Save web form'}
          </ReasonedButton>
        </>
      }
    >
      {save.isError && <RefusalNotice problems={problemsBesides(save.error, FIELDS)} />}
      <div className={classes['columns']}>
        <FormEditor draft={draft} form={form} error={save.error} onChange={change} />
        <div className={classes['side']}>
          <section aria-label="Preview">
            <h2 className={classes['heading']}>What visitors see</h2>
            <FormPreview draft={draft} />
          </section>
          {form === undefined ? (
            <p className={classes['faint']}>The HTML to paste stands here once the form is created.</p>
          ) : (
            <Html form={form} isChanged={isChanged} />
          )}
        </div>
      </div>
    </SetupPage>
  )
}

function Html({ form, isChanged }: { form: WebFormRow; isChanged: boolean }) {
  const found = useAnswer<{ html: string; hosted: string }>(`${PATH}/${form.Id}/html`)
  return (
    <section aria-label="HTML to paste" className={classes['html']}>
      <h2 className={classes['heading']}>HTML to paste into your page</h2>
      {isChanged && (
        <p className={classes['faint']}>This is the form as it was saved. Save it to see the changes here.</p>
      )}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && (
        <>
          <CopyBox text={found.data.html} label="HTML of the form" copy="Copy HTML" />
          <p className={classes['faint']}>
            Or send people to its own page:{' '}
            <a href={`/f/${form.Id}`} target="_blank" rel="noreferrer">
              {found.data.hosted}
            </a>
          </p>
        </>
      )}
    </section>
  )
}

function TakeAway({ form, reason }: { form: WebFormRow; reason: string | undefined }) {
  const [asking, setAsking] = useState(false)
  const go = useGo()
  const remove = useCall(() => api.delete(`${PATH}/${form.Id}`), PATH)
  return (
    <>
      <ReasonedButton variant="default" reason={reason} onClick={() => setAsking(true)}>
        Delete web form
      </ReasonedButton>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${form.Name}?`}
        consequences={[
          'It leaves this list, and its own page is gone.',
          'Pages that still carry its HTML go on to bring in leads; nothing visitors send is lost.',
          `${form.Completions.toLocaleString('en')} answers keep its name.`,
        ]}
        verb="Delete web form"
        onConfirm={async () => {
          await remove.mutateAsync()
          toast(`Deleted ${form.Name}.`)
          go(paths.webForms)
        }}
      />
    </>
  )
}
