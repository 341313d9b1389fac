import { Button, Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { type Field, type ObjectShape, useObject } from '../api/describe.ts'
import type { FormDraft, FormField } from './webForm.ts'
import classes from './WebForm.module.css'

const leadFieldOf: Readonly<Record<string, string>> = {
  salutation: 'Salutation',
  industry: 'Industry',
  description: 'Description',
  emailoptout: 'HasOptedOutOfEmail',
  donotcall: 'DoNotCall',
  rating: 'Rating',
  lead_source: 'LeadSource',
}

/** The form as it is being made, in plain clothes: your page's own styles dress it. */
export function FormPreview({ draft }: { draft: FormDraft }) {
  const lead = useObject('Lead')
  return (
    <div className={classes['preview']}>
      {draft.Fields.map((field) => (
        <Question key={field.name} field={field} behind={behind(lead, field)} />
      ))}
      <Button style={{ justifySelf: 'start' }} tabIndex={-1} component="span">
        Send
      </Button>
    </div>
  )
}

const behind = (lead: ObjectShape, { name }: FormField): Field | undefined =>
  lead.fieldNamed.get(leadFieldOf[name.toLowerCase()] ?? name)

function Question({ field, behind }: { field: FormField; behind: Field | undefined }) {
  const common = { label: field.label, withAsterisk: field.required, tabIndex: -1, readOnly: true }
  if (behind?.type === 'boolean') return <Checkbox label={field.label} readOnly tabIndex={-1} />
  if (behind?.type === 'picklist') return <Select {...common} data={behind.picklist.map(({ label }) => label)} />
  if (behind?.type === 'multipicklist')
    return <MultiSelect {...common} data={behind.picklist.map(({ label }) => label)} />
  if (behind?.type === 'textarea') return <Textarea {...common} minRows={3} autosize />
  return <TextInput {...common} />
}
