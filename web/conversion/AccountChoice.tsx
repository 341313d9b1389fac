import { useObject } from '../api/describe.ts'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import classes from './Convert.module.css'
import type { Prospect } from './conversion.ts'
import { likely, TargetCard, TargetColumn } from './TargetCard.tsx'
import { FreshFacts, Notes } from './TargetFacts.tsx'
import { existing, type Plan, withAccount } from './wishing.ts'
import { textOf } from '../ui/textOf.ts'

/** The account: likely ones with the reason, any other by its name, or a new one. */
export function AccountChoice({
  prospect,
  plan,
  onPlan,
}: Readonly<{ prospect: Prospect; plan: Plan; onPlan: (plan: Plan) => void }>) {
  const shape = useObject('Account')
  const { account } = plan
  const other =
    account.kind === 'existing' && !prospect.accounts.some(({ record }) => record.Id === account.id)
      ? account
      : undefined
  return (
    <TargetColumn title="Account">
      {prospect.accounts.map(({ record, probability, reasons, fills, stays }) => (
        <TargetCard
          key={record.Id}
          group="account"
          title={String(record['Name'])}
          aside={likely(probability)}
          why={reasons}
          chosen={account.kind === 'existing' && account.id === record.Id}
          onChoose={() => onPlan(withAccount(plan, existing(record)))}
        >
          <Notes shape={shape} fills={fills} stays={stays} />
        </TargetCard>
      ))}
      {other !== undefined && (
        <TargetCard group="account" title={other.name} why={['Chosen by you']} chosen onChoose={() => undefined}>
          <p className={classes['note']}>Its blanks are filled from the lead; what it has stays.</p>
        </TargetCard>
      )}
      <TargetCard
        group="account"
        title={`New account: ${textOf(prospect.fresh.Account['Name'])}`}
        chosen={account.kind === 'new'}
        onChoose={() => onPlan(withAccount(plan, { kind: 'new' }))}
      >
        <FreshFacts shape={shape} values={prospect.fresh.Account} />
      </TargetCard>
      <ReferencePicker
        aria-label="Another account"
        placeholder="Find another account"
        references={['Account']}
        value={null}
        onChange={(id, referred) =>
          id !== null && onPlan(withAccount(plan, { kind: 'existing', id, name: referred?.Name ?? id }))
        }
      />
    </TargetColumn>
  )
}
