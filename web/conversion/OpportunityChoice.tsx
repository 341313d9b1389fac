import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { fieldErrors } from '../api/errors.ts'
import { nearDate } from '../ui/dates.ts'
import { DayInput } from '../ui/DayInput.tsx'
import { formatMoney, useCurrency } from '../ui/Money.tsx'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import classes from './Convert.module.css'
import type { OpenOpportunity, Prospect } from './conversion.ts'
import { TargetCard, TargetColumn } from './TargetCard.tsx'
import { opportunitiesOf, type Plan } from './wishing.ts'
import { textOf } from '../ui/textOf.ts'

type OpportunityChoiceProps = Readonly<{
  prospect: Prospect
  plan: Plan
  onChange: (part: Partial<Plan>) => void
  error: unknown
}>

/** The opportunity: a new one, an open one of the account, or none; and who will own what is made. */
export function OpportunityChoice({ prospect, plan, onChange, error }: OpportunityChoiceProps) {
  const currency = useCurrency()
  const { opportunity } = plan
  const errors = fieldErrors(error)
  return (
    <TargetColumn title="Opportunity">
      <TargetCard
        group="opportunity"
        title="New opportunity"
        aside={textOf(prospect.fresh.Opportunity['StageName'])}
        chosen={opportunity.kind === 'new'}
        onChoose={() => onChange({ opportunity: { kind: 'new' } })}
      >
        <NewOpportunity plan={plan} onChange={onChange} errors={errors} />
      </TargetCard>
      {opportunitiesOf(prospect.opportunities, plan.account).map((one) => (
        <TargetCard
          key={one.Id}
          group="opportunity"
          title={one.Name}
          aside={one.Amount === null ? one.StageName : formatMoney(one.Amount, currency)}
          why={whyOf(one)}
          chosen={opportunity.kind === 'existing' && opportunity.id === one.Id}
          onChoose={() => onChange({ opportunity: { kind: 'existing', id: one.Id, name: one.Name } })}
        >
          <p className={classes['note']}>The contact gets a role in it; the opportunity itself stays as it is.</p>
        </TargetCard>
      ))}
      <TargetCard
        group="opportunity"
        title="Do not create an opportunity"
        chosen={opportunity.kind === 'none'}
        onChoose={() => onChange({ opportunity: { kind: 'none' } })}
      >
        <p className={classes['note']}>
          Account and contact are made; a sale can be opened on the account when there is one.
        </p>
      </TargetCard>
      <ReferencePicker
        label={
          plan.owner === undefined
            ? 'Owner of what is made: a person, for the lead is a queue’s'
            : 'Owner of what is made'
        }
        references={['User']}
        value={plan.owner?.Id ?? null}
        referred={plan.owner}
        clearable={false}
        error={errors['ownerId']}
        onChange={(id, referred) =>
          onChange({ owner: id === null ? undefined : { Id: id, Name: referred?.Name ?? id } })
        }
      />
      <Checkbox
        label={`Tell ${plan.owner?.Name ?? 'the owner'} by e-mail`}
        checked={plan.sendNotificationEmail}
        onChange={(event) => onChange({ sendNotificationEmail: event.currentTarget.checked })}
      />
      {prospect.convertedStatuses.length > 1 && (
        <Select
          label="Status of the lead afterwards"
          allowDeselect={false}
          data={[...prospect.convertedStatuses]}
          value={plan.convertedStatus ?? null}
          error={errors['convertedStatus']}
          onChange={(status) => onChange({ convertedStatus: status ?? undefined })}
        />
      )}
    </TargetColumn>
  )
}

const whyOf = ({ StageName, CloseDate, Owner, isAccountOwners }: OpenOpportunity): readonly string[] => [
  StageName,
  `closes ${nearDate(CloseDate)}`,
  `worked by ${Owner.Name ?? 'somebody'}${isAccountOwners ? ', who owns the account' : ''}`,
]

function NewOpportunity({
  plan,
  onChange,
  errors,
}: Readonly<{ plan: Plan; onChange: (part: Partial<Plan>) => void; errors: Readonly<Record<string, string>> }>) {
  const currency = useCurrency()
  return (
    <div className={classes['fields']}>
      <TextInput
        label="Name"
        value={plan.opportunityName}
        maxLength={120}
        error={errors['opportunityName'] ?? errors['Name']}
        onChange={(event) => onChange({ opportunityName: event.currentTarget.value })}
      />
      <NumberInput
        label={`Amount, ${currency}`}
        value={plan.amount ?? ''}
        min={0}
        thousandSeparator=","
        decimalScale={2}
        hideControls
        error={errors['amount'] ?? errors['Amount']}
        onChange={(amount) => onChange({ amount: amount === '' ? null : Number(amount) })}
        styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
      />
      {plan.amount === null && (
        <TextInput
          label="Why there is no amount yet"
          value={plan.noAmountReason}
          maxLength={255}
          error={errors['noAmountReason']}
          onChange={(event) => onChange({ noAmountReason: event.currentTarget.value })}
        />
      )}
      <DayInput
        label="Close date"
        value={plan.closeDate}
        error={errors['closeDate'] ?? errors['CloseDate']}
        onChange={(closeDate) => onChange({ closeDate })}
      />
      <Checkbox
        label="Keep out of the forecast"
        description="Until it moves on from its first stage: early days, and no promise yet."
        checked={plan.keepOutOfForecast}
        onChange={(event) => onChange({ keepOutOfForecast: event.currentTarget.checked })}
      />
    </div>
  )
}
