import { ActionIcon, Button, Checkbox, NumberInput, Switch, Textarea, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import type { Role } from '../../shared/roles.ts'
import { OrderedRows } from '../ui/OrderedRows.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { toast } from '../ui/toast.tsx'
import { type Agreement, type Criterion, criterionName } from './agreement.ts'
import { roleWords } from './roles.ts'
import { SetupPage } from './SetupPage.tsx'
import { useCall } from './setupApi.ts'
import classes from './AgreementPage.module.css'

const CAN_CONVERT: readonly Role[] = ['vetter', 'sales', 'manager', 'administrator']
const FIELDS = ['leadDefinition', 'opportunityDefinition', 'criteria', 'firstResponseHours', 'converters']

/** Writes a new version, starting from the words of another. */
export function AgreementEditor({ before, onClose }: { before: Agreement; onClose: () => void }) {
  const [draft, setDraft] = useState(() => ({
    leadDefinition: before.leadDefinition,
    opportunityDefinition: before.opportunityDefinition,
    criteria: before.criteria,
    firstResponseHours: before.firstResponseHours,
    converters: before.converters,
  }))
  const change = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }))
  const save = useCall(() => api.post('/agreements', draft), '/agreements')
  const errors = fieldErrors(save.error)
  const submit = () =>
    save.mutate(undefined, {
      onSuccess: () => {
        toast('Drafted a new version. It is in force once Marketing and Sales signed it.')
        onClose()
      },
    })
  return (
    <SetupPage section="agreement" title={`New version, from version ${before.version}`}>
      <div className={classes['form']}>
        <RefusalNotice problems={save.error === null ? [] : problemsBesides(save.error, FIELDS)} />
        <Textarea
          label="What a lead is"
          autosize
          minRows={3}
          maxLength={4000}
          value={draft.leadDefinition}
          error={errors['leadDefinition']}
          onChange={(event) => change({ leadDefinition: event.currentTarget.value })}
        />
        <Textarea
          label="What an opportunity is"
          autosize
          minRows={3}
          maxLength={4000}
          value={draft.opportunityDefinition}
          error={errors['opportunityDefinition']}
          onChange={(event) => change({ opportunityDefinition: event.currentTarget.value })}
        />
        <CriteriaEditor
          criteria={draft.criteria}
          error={errors['criteria']}
          onChange={(criteria) => change({ criteria })}
        />
        <NumberInput
          label="Hours until a new lead is first spoken to"
          w={220}
          min={1}
          max={720}
          hideControls
          suffix=" hours"
          value={draft.firstResponseHours}
          error={errors['firstResponseHours']}
          onChange={(hours) => change({ firstResponseHours: Number(hours) })}
        />
        <Checkbox.Group
          label="Who converts"
          description="Best is the team that qualifies. When only Sales converts, leads go over unvetted."
          value={[...draft.converters]}
          error={errors['converters']}
          onChange={(converters) => change({ converters: CAN_CONVERT.filter((role) => converters.includes(role)) })}
        >
          <div style={{ display: 'grid', gap: 6, marginTop: 6 }}>
            {CAN_CONVERT.map((role) => (
              <Checkbox key={role} value={role} label={roleWords[role].label} />
            ))}
          </div>
        </Checkbox.Group>
        <div className={classes['foot']}>
          <Button loading={save.isPending} onClick={submit}>
            Draft version
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </SetupPage>
  )
}

function CriteriaEditor({
  criteria,
  error,
  onChange,
}: Readonly<{
  criteria: readonly Criterion[]
  error: string | undefined
  onChange: (criteria: readonly Criterion[]) => void
}>) {
  const change = (name: string, part: Partial<Criterion>) =>
    onChange(criteria.map((one) => (one.name === name ? { ...one, ...part } : one)))
  const add = () => {
    const name = criterionName(
      'Criterion',
      criteria.map((one) => one.name),
    )
    onChange([...criteria, { name, label: '', letter: '', required: false, help: '' }])
  }
  return (
    <section aria-label="What must be known">
      <h3 className={classes['heading']}>What must be known</h3>
      <OrderedRows
        label="Criteria in their order"
        rows={criteria}
        keyOf={(one) => one.name}
        nameOf={(one) => one.label || 'new criterion'}
        onOrder={onChange}
      >
        {(one) => (
          <div className={classes['editCriterion']}>
            <TextInput
              aria-label={`Letter of ${one.label || 'new criterion'}`}
              placeholder="B"
              maxLength={1}
              value={one.letter}
              onChange={(event) => change(one.name, { letter: event.currentTarget.value.toUpperCase() })}
              styles={{ input: { textAlign: 'center', fontWeight: 600 } }}
            />
            <TextInput
              aria-label={`Label of ${one.label || 'new criterion'}`}
              placeholder="Budget"
              maxLength={80}
              value={one.label}
              onChange={(event) => change(one.name, { label: event.currentTarget.value })}
            />
            <Switch
              label="Needed"
              className={classes['needed'] ?? ''}
              checked={one.required}
              onChange={(event) => change(one.name, { required: event.currentTarget.checked })}
              aria-label={`${one.label} is needed before conversion`}
            />
            <ActionIcon
              aria-label={`Remove ${one.label || 'new criterion'}`}
              onClick={() => onChange(criteria.filter(({ name }) => name !== one.name))}
            >
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
            <TextInput
              className={classes['help'] ?? ''}
              aria-label={`What to ask for ${one.label || 'new criterion'}`}
              placeholder="What to ask"
              maxLength={1000}
              value={one.help}
              onChange={(event) => change(one.name, { help: event.currentTarget.value })}
            />
          </div>
        )}
      </OrderedRows>
      {error !== undefined && (
        <p role="alert" style={{ margin: '6px 0 0', color: 'var(--unqualified)', fontSize: 12 }}>
          {error}
        </p>
      )}
      <Button mt={10} size="compact-md" variant="default" onClick={add}>
        Add criterion
      </Button>
    </section>
  )
}
