import { Checkbox, Radio, Select } from '@mantine/core'
import { useRecordList } from '../api/records.ts'
import { useReferredName } from '../ui/useReferredName.ts'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { Term } from '../ui/Term.tsx'
import type { DuplicateRule, ImportOptions, ImportRow } from './importRow.ts'
import { MemberColumns } from './MemberColumns.tsx'
import classes from './Import.module.css'

type MeetingChoicesProps = Readonly<{ one: ImportRow; onChange: (options: ImportOptions) => void }>

/** How rows are met: the campaign they came from, and what becomes of people we know. */
export function MeetingChoices({ one, onChange }: MeetingChoicesProps) {
  const { object, options } = one
  if (object === null) return null
  const person = object === 'Lead' || object === 'Contact'
  return (
    <div className={classes['choices']}>
      {person && (
        <section aria-label="Campaign">
          <h2 className={classes['heading']}>Where they came from</h2>
          <div className={classes['choiceFields']}>
            <Campaign
              campaignId={options.campaignId ?? null}
              onChange={(campaignId) => onChange({ campaignId, memberStatus: null, memberColumns: {} })}
            />
            {typeof options.campaignId === 'string' && (
              <MemberStatus
                campaignId={options.campaignId}
                value={options.memberStatus ?? null}
                onChange={(memberStatus) => onChange({ memberStatus })}
              />
            )}
            {typeof options.campaignId === 'string' && <MemberColumns one={one} onChange={onChange} />}
          </div>
        </section>
      )}
      <section aria-label="Duplicates">
        <h2 className={classes['heading']}>When a row is about somebody we know</h2>
        <Radio.Group
          aria-label="When a row is about somebody we know"
          value={options.duplicates ?? (object === 'Lead' ? 'inquiry' : 'fill')}
          onChange={(rule) => onChange({ duplicates: rule })}
        >
          <div className={classes['rules']}>
            {rules
              .filter(({ only }) => only === undefined || only === object)
              .map(({ rule, label, description }) => (
                <Radio key={rule} value={rule} label={label} description={description} />
              ))}
          </div>
        </Radio.Group>
        {object === 'Lead' && (
          <p className={classes['faint']}>
            An <Term of="inquiry">inquiry</Term> is one response of one person to one thing we did.
          </p>
        )}
      </section>
      <section aria-label="Rows that do not fit">
        <h2 className={classes['heading']}>When a cell cannot be read</h2>
        <Checkbox
          label="Import the row without that cell"
          description="Otherwise the whole row waits in the file to mend."
          checked={options.unreadable === 'blank'}
          onChange={(event) => onChange({ unreadable: event.currentTarget.checked ? 'blank' : 'refuse' })}
        />
        <Checkbox
          mt={8}
          label="Keep columns without a field in the description"
          checked={options.unmapped === 'describe'}
          onChange={(event) => onChange({ unmapped: event.currentTarget.checked ? 'describe' : 'leave' })}
        />
        <Checkbox
          mt={8}
          label="Rows of an owner nobody knows become mine"
          description="Otherwise they wait in the file to mend."
          checked={options.unknownOwner !== 'refuse'}
          onChange={(event) => onChange({ unknownOwner: event.currentTarget.checked ? 'me' : 'refuse' })}
        />
      </section>
    </div>
  )
}

const rules: readonly Readonly<{ rule: DuplicateRule; label: string; description: string; only?: string }>[] = [
  {
    rule: 'inquiry',
    label: 'Record an inquiry of theirs',
    description: 'Their record stays as it is; the response stands in their timeline.',
    only: 'Lead',
  },
  {
    rule: 'fill',
    label: 'Fill what we do not know yet',
    description: 'Blanks are filled; nothing we have is overwritten.',
  },
  { rule: 'update', label: 'Take the file’s values', description: 'What the file says replaces what we have.' },
  { rule: 'skip', label: 'Leave the row out', description: 'It comes back in the file, with the reason.' },
  { rule: 'create', label: 'Create another record all the same', description: 'They then stand as likely duplicates.' },
]

function Campaign({ campaignId, onChange }: { campaignId: string | null; onChange: (id: string | null) => void }) {
  const name = useReferredName(['Campaign'], campaignId)
  return (
    <ReferencePicker
      label="Put everybody into a campaign"
      references={['Campaign']}
      value={campaignId}
      referred={campaignId === null || name === undefined ? undefined : { Id: campaignId, Name: name }}
      placeholder="No campaign"
      onChange={(id) => onChange(id)}
    />
  )
}

function MemberStatus({
  campaignId,
  value,
  onChange,
}: Readonly<{ campaignId: string; value: string | null; onChange: (status: string | null) => void }>) {
  const found = useRecordList('CampaignMemberStatus', {
    filter: { field: 'CampaignId', op: 'eq', value: campaignId },
    sort: 'SortOrder',
    fields: ['Label', 'HasResponded', 'IsDefault'],
  })
  const rows = found.pages?.flatMap((page) => page.records) ?? []
  return (
    <Select
      label="as"
      placeholder={
        rows
          .filter((row) => row['IsDefault'] === true)
          .map((row) => String(row['Label']))
          .join('') || 'The default status'
      }
      clearable
      value={value}
      data={rows.map((row) => ({
        value: String(row['Label']),
        label: `${String(row['Label'])}${row['HasResponded'] === true ? ', a response' : ''}`,
      }))}
      onChange={onChange}
    />
  )
}
