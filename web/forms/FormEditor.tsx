import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useObject } from '../api/describe.ts'
import { fieldErrors } from '../api/errors.ts'
import { useRecordList } from '../api/records.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import type { Referred } from '../ui/fields.ts'
import { FormFields } from './FormFields.tsx'
import type { FormDraft, WebFormRow } from './webForm.ts'
import classes from './WebForm.module.css'

type EditorProps = Readonly<{
  draft: FormDraft
  form: WebFormRow | undefined
  error: unknown
  onChange: (part: Partial<FormDraft>) => void
}>

/** Everything about a form, from top to bottom as it is lived: questions, what they become, what the visitor gets. */
export function FormEditor(props: EditorProps) {
  const { draft, error, onChange } = props
  const errors = fieldErrors(error)
  return (
    <div className={classes['editor']}>
      <TextInput
        label="Name"
        description="Stands in the timeline of everybody who fills it."
        placeholder="Price list"
        maxLength={80}
        value={draft.Name}
        error={errors['Name']}
        onChange={(event) => onChange({ Name: event.currentTarget.value })}
      />
      <section className={classes['part']} aria-label="Questions">
        <h2 className={classes['heading']}>What it asks</h2>
        <FormFields fields={draft.Fields} error={errors['Fields']} onChange={(Fields) => onChange({ Fields })} />
      </section>
      <Becomes {...props} errors={errors} />
      <Answered {...props} errors={errors} />
      <section className={classes['part']} aria-label="Against abuse">
        <h2 className={classes['heading']}>Against programs that fill in forms</h2>
        <Checkbox
          label="A field people do not see"
          description="Programs fill it, and what they send is set aside as spam."
          checked={draft.Honeypot}
          onChange={(event) => onChange({ Honeypot: event.currentTarget.checked })}
        />
        <Checkbox
          label="Nobody answers within two seconds"
          description="Works on the form’s own page, which is made anew for each visitor."
          checked={draft.TimeTrap}
          onChange={(event) => onChange({ TimeTrap: event.currentTarget.checked })}
        />
      </section>
    </div>
  )
}

type PartProps = EditorProps & Readonly<{ errors: Readonly<Record<string, string>> }>

function Becomes({ draft, form, errors, onChange }: PartProps) {
  const sources = useObject('Lead').fieldNamed.get('LeadSource')?.picklist ?? []
  return (
    <section className={classes['part']} aria-label="What becomes of an answer">
      <h2 className={classes['heading']}>What becomes of an answer</h2>
      <ReferencePicker
        label="Campaign"
        references={['Campaign']}
        value={draft.CampaignId}
        referred={named(form?.Campaign)}
        error={errors['CampaignId']}
        onChange={(CampaignId) => onChange({ CampaignId, MemberStatus: null })}
        placeholder="No campaign"
      />
      {draft.CampaignId !== null && (
        <MemberStatus
          campaignId={draft.CampaignId}
          value={draft.MemberStatus}
          error={errors['MemberStatus']}
          onChange={(MemberStatus) => onChange({ MemberStatus })}
        />
      )}
      <Select
        label="Lead source"
        data={sources.map(({ value, label }) => ({ value, label }))}
        clearable
        value={draft.LeadSource}
        error={errors['LeadSource']}
        onChange={(LeadSource) => onChange({ LeadSource })}
      />
      <ReferencePicker
        label="Owner"
        references={['User', 'Group']}
        value={draft.OwnerId}
        referred={named(form?.Owner)}
        error={errors['OwnerId']}
        onChange={(OwnerId) => onChange({ OwnerId })}
        placeholder="An administrator, until you name a user or queue"
      />
    </section>
  )
}

const named = (one: WebFormRow['Campaign'] | undefined): Referred | undefined =>
  one === null || one === undefined ? undefined : { Id: one.Id, Name: one.Name ?? one.Id }

function MemberStatus({
  campaignId,
  value,
  error,
  onChange,
}: Readonly<{
  campaignId: string
  value: string | null
  error: string | undefined
  onChange: (status: string | null) => void
}>) {
  const found = useRecordList('CampaignMemberStatus', {
    filter: { field: 'CampaignId', op: 'eq', value: campaignId },
    sort: 'SortOrder',
    fields: ['Label', 'HasResponded'],
  })
  const rows = found.pages?.flatMap((page) => page.records) ?? []
  return (
    <Select
      label="Member status"
      placeholder="The first that counts as a response"
      clearable
      value={value}
      error={error}
      data={rows.map((row) => ({
        value: String(row['Label']),
        label: `${String(row['Label'])}${row['HasResponded'] === true ? ', a response' : ''}`,
      }))}
      onChange={onChange}
    />
  )
}

function Answered({ draft, errors, onChange }: PartProps) {
  const text = (
    name: 'ReturnUrl' | 'Thanks' | 'AutoResponseSubject' | 'AutoResponseBody' | 'ContentUrl' | 'ContentLabel',
  ) => ({
    value: draft[name] ?? '',
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [name]: event.currentTarget.value === '' ? null : event.currentTarget.value }),
  })
  return (
    <section className={classes['part']} aria-label="What the visitor gets">
      <h2 className={classes['heading']}>What the visitor gets</h2>
      <TextInput
        label="Page afterwards"
        inputMode="url"
        placeholder="https://www.nordwind.example/thanks"
        description={
          <>
            Only on a site that is{' '}
            <Link
              to={paths.setupSection('return-addresses')}
              style={{ color: 'var(--blue)', textDecoration: 'underline' }}
            >
              allowed
            </Link>
            . Empty: Assay’s own page.
          </>
        }
        {...text('ReturnUrl')}
      />
      {draft.ReturnUrl === null && (
        <Textarea
          label="What our page says"
          autosize
          minRows={2}
          placeholder="Thank you. We will answer within a day."
          {...text('Thanks')}
        />
      )}
      <Checkbox
        label="Answer by e-mail at once"
        description="Goes to the address they gave, once a day at most."
        checked={draft.AutoResponse}
        error={errors['AutoResponse']}
        onChange={(event) => onChange({ AutoResponse: event.currentTarget.checked })}
      />
      {draft.AutoResponse && (
        <>
          <TextInput label="Subject" maxLength={200} {...text('AutoResponseSubject')} />
          <Textarea
            label="Text"
            autosize
            minRows={5}
            description="Plain text. An address on a line of its own becomes a link."
            {...text('AutoResponseBody')}
          />
          <TextInput
            label="Content they asked for"
            inputMode="url"
            placeholder="https://www.nordwind.example/price-list.pdf"
            description="Its address travels only in this e-mail, so that only a real mailbox gets it."
            {...text('ContentUrl')}
          />
          {draft.ContentUrl !== null && (
            <TextInput label="What the content is called" placeholder="Price list 2026" {...text('ContentLabel')} />
          )}
        </>
      )}
    </section>
  )
}
