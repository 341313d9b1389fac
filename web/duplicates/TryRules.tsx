import { Button, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { isRole, roleOrder, roleWords } from '../setup/roles.ts'
import { useCall } from '../setup/setupApi.ts'
import { nameOf } from '../ui/fields.ts'
import { RecordLink } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { percent } from './DuplicatesPanel.tsx'
import type { Matchable } from './duplicates.ts'
import classes from './DuplicateRules.module.css'
import { RULES, type Trial } from './rules.ts'

const asked: Readonly<Record<Matchable, readonly Readonly<{ name: string; label: string }>[]>> = {
  Lead: [
    { name: 'FirstName', label: 'First name' },
    { name: 'LastName', label: 'Last name' },
    { name: 'Company', label: 'Company' },
    { name: 'Email', label: 'E-mail' },
    { name: 'Phone', label: 'Phone' },
    { name: 'City', label: 'City' },
  ],
  Contact: [
    { name: 'FirstName', label: 'First name' },
    { name: 'LastName', label: 'Last name' },
    { name: 'Email', label: 'E-mail' },
    { name: 'Phone', label: 'Phone' },
    { name: 'MailingCity', label: 'City' },
  ],
  Account: [
    { name: 'Name', label: 'Account name' },
    { name: 'Website', label: 'Website' },
    { name: 'Phone', label: 'Phone' },
    { name: 'BillingCity', label: 'City' },
  ],
}

/** Somebody is typed, and the page says what the rules would say if they were saved; nothing is saved. */
export function TryRules({ object }: { object: Matchable }) {
  const [record, setRecord] = useState<Readonly<Record<string, string>>>({})
  const [role, setRole] = useState<string>('vetter')
  const trial = useCall(() => api.post<Trial>(`${RULES}/trial`, { object, record, ...(isRole(role) && { role }) }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    trial.mutate()
  }
  const isBlank = Object.values(record).every((value) => value.trim() === '')
  return (
    <section className={classes['try']} aria-label="Try the rules">
      <h2 className={classes['tryTitle']}>Try the rules</h2>
      <p className={classes['faint']}>Type somebody, and see what would be said. Nothing is saved.</p>
      <form onSubmit={submit}>
        <div className={classes['tryForm']}>
          {asked[object].map(({ name, label }) => (
            <TextInput
              key={name}
              label={label}
              value={record[name] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget
                setRecord((before) => ({ ...before, [name]: value }))
              }}
            />
          ))}
          <Select
            label="Saved by"
            allowDeselect={false}
            value={role}
            onChange={(next) => next !== null && setRole(next)}
            data={roleOrder
              .filter((one) => one !== 'read_only')
              .map((one) => ({ value: one, label: roleWords[one].label }))}
          />
        </div>
        <Button mt={12} type="submit" variant="default" loading={trial.isPending} disabled={isBlank}>
          Try it
        </Button>
      </form>
      <RefusalNotice error={trial.error} />
      {trial.data !== undefined && <Verdict object={object} trial={trial.data} />}
    </section>
  )
}

const becauseWords: Readonly<Record<Trial['rules'][number]['because'], string>> = {
  found: '',
  switched_off: 'It is switched off.',
  for_others: 'It is for other roles.',
  conditions: 'The record is none of those it is for.',
  does_nothing: 'It does nothing when a record is created.',
  nothing_alike: 'Nothing you have looks the same.',
}
const saysWords = { blocks: 'blocks it', alerts: 'says so', reports: 'reports it', nothing: 'is silent' } as const

function Verdict({ object, trial }: { object: Matchable; trial: Trial }) {
  return (
    <div className={classes['verdict']} data-outcome={trial.outcome} role="status">
      <p>
        <strong>
          {trial.outcome === 'saved'
            ? `This ${object.toLowerCase()} would be saved, and nothing said.`
            : trial.outcome === 'alert'
              ? 'They would be told, and may save it anyway.'
              : 'It would not be saved.'}
        </strong>
      </p>
      {trial.message !== null && <p>{trial.message}</p>}
      <ul className={classes['said']}>
        {trial.rules.map((rule) => (
          <li key={rule.Id}>
            <strong>{rule.label}</strong> {saysWords[rule.says]}. {becauseWords[rule.because]}
            {rule.matches.slice(0, 3).map((match) => (
              <div key={match.record.Id} className={classes['match']}>
                <RecordLink id={match.record.Id} name={nameOf(match.record)} objectName={match.object} />
                <span>
                  {match.object}, {percent(match)}: {match.reasons.join(' · ')}
                </span>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}
