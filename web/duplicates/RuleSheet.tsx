import {
  Button,
  Checkbox,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import { type FormEvent, Suspense, useId, useState } from 'react'
import { api } from '../api/client.ts'
import { useObject } from '../api/describe.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { isRole, roleOrder, roleWords } from '../setup/roles.ts'
import { useCall } from '../setup/setupApi.ts'
import { AddFilter, FilterBar } from '../ui/FilterBar.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { toast } from '../ui/toast.tsx'
import type { Matchable } from './duplicates.ts'
import classes from './DuplicateRules.module.css'
import {
  blank,
  changeOf,
  comparableWith,
  draftOf,
  type DuplicateRule,
  type Handling,
  type RuleDraft,
  RULES,
} from './rules.ts'

const roleChoices = roleOrder
  .filter((role) => role !== 'read_only')
  .map((role) => ({ value: role, label: roleWords[role].label }))

/** Makes a rule, or changes one. */
export function RuleSheet({
  object,
  existing,
  onClose,
}: Readonly<{ object: Matchable; existing: DuplicateRule | undefined; onClose: () => void }>) {
  const form = useId()
  const [draft, setDraft] = useState<RuleDraft>(() => (existing === undefined ? blank(object) : draftOf(existing)))
  const change = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }))
  const save = useCall(
    () =>
      existing === undefined
        ? api.post<DuplicateRule>(RULES, draft)
        : api.patch<DuplicateRule>(`${RULES}/${existing.Id}`, changeOf(draft)),
    RULES,
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(undefined, {
      onSuccess: (rule) => {
        toast(`Saved ${rule.label}.`)
        onClose()
      },
    })
  }
  const isBlocking = draft.onCreate.action === 'block' || draft.onEdit.action === 'block'
  return (
    <Sheet
      opened
      onClose={onClose}
      as="side"
      width={520}
      title={existing === undefined ? `New rule for ${object.toLowerCase()}s` : `Edit ${existing.label}`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={form} loading={save.isPending} disabled={draft.label.trim() === ''}>
            Save rule
          </Button>
        </>
      }
    >
      <form id={form} className={classes['form']} onSubmit={submit} noValidate>
        {save.isError && <RefusalNotice problems={problemsBesides(save.error, ['label', 'compares', 'conditions'])} />}
        <TextInput
          label="Name"
          withAsterisk
          data-autofocus
          maxLength={80}
          value={draft.label}
          error={fieldErrors(save.error)['label']}
          onChange={(event) => change({ label: event.currentTarget.value })}
        />
        <Compares draft={draft} onChange={change} error={fieldErrors(save.error)['compares']} />
        <section>
          <h3 className={classes['heading']}>What happens then</h3>
          <HandlingChoice word="Created" handling={draft.onCreate} onChange={(onCreate) => change({ onCreate })} />
          <HandlingChoice word="Changed" handling={draft.onEdit} onChange={(onEdit) => change({ onEdit })} />
        </section>
        <MultiSelect
          label="For whom"
          description="Everybody, unless you name roles."
          placeholder={draft.roles.length === 0 ? 'Everybody' : ''}
          data={roleChoices}
          value={[...draft.roles]}
          onChange={(roles) => change({ roles: roles.filter(isRole) })}
        />
        {isBlocking && (
          <MultiSelect
            label="May save in spite of a block"
            description="They are told first, and then decide."
            placeholder={draft.bypassRoles.length === 0 ? 'Nobody' : ''}
            data={roleChoices}
            value={[...draft.bypassRoles]}
            onChange={(roles) => change({ bypassRoles: roles.filter(isRole) })}
          />
        )}
        <Suspense>
          <Conditions draft={draft} onChange={change} error={fieldErrors(save.error)['conditions']} />
        </Suspense>
        <Textarea
          label="Your own words"
          description="Said before the reasons, to whoever saves."
          autosize
          minRows={2}
          maxLength={500}
          value={draft.alertText ?? ''}
          onChange={(event) =>
            change({ alertText: event.currentTarget.value.trim() === '' ? null : event.currentTarget.value })
          }
        />
        <Switch
          label="Compare only with records they may see"
          description="Switched off, others count too. They are never shown."
          checked={draft.enforcesSharing}
          onChange={(event) => change({ enforcesSharing: event.currentTarget.checked })}
        />
      </form>
    </Sheet>
  )
}

type PartProps = Readonly<{
  draft: RuleDraft
  onChange: (part: Partial<RuleDraft>) => void
  error?: string | undefined
}>

function Compares({ draft, onChange, error }: PartProps) {
  return (
    <section>
      <h3 className={classes['heading']}>Compare with</h3>
      <div className={classes['choices']}>
        {comparableWith[draft.object].map((object) => {
          const compared = draft.compares.find((one) => one.object === object)
          const others = draft.compares.filter((one) => one.object !== object)
          const words =
            object === 'Account' && draft.object === 'Lead' ? 'Accounts, by the lead’s company' : `${object}s`
          return (
            <div key={object} className={classes['compared']}>
              <Checkbox
                label={words}
                checked={compared !== undefined}
                onChange={(event) =>
                  onChange({ compares: event.currentTarget.checked ? [...others, { object, atLeast: 0.9 }] : others })
                }
              />
              <NumberInput
                aria-label={`${object}s: how likely at least, in percent`}
                min={50}
                max={100}
                suffix=" % likely"
                allowDecimal={false}
                disabled={compared === undefined}
                value={Math.round((compared?.atLeast ?? 0.9) * 100)}
                onChange={(value) =>
                  typeof value === 'number' &&
                  value >= 50 &&
                  value <= 100 &&
                  onChange({
                    compares: draft.compares.map((one) =>
                      one.object === object ? { object, atLeast: value / 100 } : one,
                    ),
                  })
                }
              />
            </div>
          )
        })}
      </div>
      {error !== undefined && <p role="alert">{error}</p>}
    </section>
  )
}

function HandlingChoice({
  word,
  handling,
  onChange,
}: Readonly<{ word: string; handling: Handling; onChange: (handling: Handling) => void }>) {
  return (
    <div className={classes['handling']}>
      <span>{word}</span>
      <div className={classes['choices']}>
        <SegmentedControl
          aria-label={`When it is ${word.toLowerCase()}`}
          size="xs"
          value={handling.action}
          onChange={(action) => onChange({ ...handling, action: action === 'block' ? 'block' : 'allow' })}
          data={[
            { value: 'allow', label: 'Let it be saved' },
            { value: 'block', label: 'Block it' },
          ]}
        />
        <Checkbox
          label="Say what looks the same"
          checked={handling.alert || handling.action === 'block'}
          disabled={handling.action === 'block'}
          onChange={(event) => onChange({ ...handling, alert: event.currentTarget.checked })}
        />
        <Checkbox
          label="Report both, to be looked at later"
          checked={handling.report}
          onChange={(event) => onChange({ ...handling, report: event.currentTarget.checked })}
        />
      </div>
    </div>
  )
}

function Conditions({ draft, onChange, error }: PartProps) {
  const shape = useObject(draft.object)
  const filter = draft.conditions ?? undefined
  return (
    <section>
      <h3 className={classes['heading']}>Only for some {draft.object.toLowerCase()}s</h3>
      {filter === undefined ? (
        <AddFilter shape={shape} filter={filter} onChange={(next) => onChange({ conditions: next ?? null })} small />
      ) : (
        <FilterBar shape={shape} filter={filter} onChange={(next) => onChange({ conditions: next ?? null })} />
      )}
      {error !== undefined && <p role="alert">{error}</p>}
    </section>
  )
}
