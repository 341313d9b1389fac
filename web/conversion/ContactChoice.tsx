import { Checkbox } from '@mantine/core'
import { useObject } from '../api/describe.ts'
import type { Prospect, Suggestion } from './conversion.ts'
import { likely, TargetCard, TargetColumn } from './TargetCard.tsx'
import { FreshFacts, Notes } from './TargetFacts.tsx'
import { contactsOf, type Plan, withContact } from './wishing.ts'

/** The contact: likely ones of the chosen account, or a new one. */
export function ContactChoice({
  prospect,
  plan,
  onPlan,
}: Readonly<{ prospect: Prospect; plan: Plan; onPlan: (plan: Plan) => void }>) {
  const shape = useObject('Contact')
  const { contact } = plan
  const fresh = prospect.fresh.Contact
  const name = [fresh['FirstName'], fresh['LastName']].filter(Boolean).join(' ')
  return (
    <TargetColumn title="Contact">
      {contactsOf(prospect.contacts, plan.account).map((one) => (
        <TargetCard
          key={one.record.Id}
          group="contact"
          title={String(one.record['Name'])}
          aside={likely(one.probability)}
          why={[...one.reasons, ...accountOf(one)]}
          chosen={contact.kind === 'existing' && contact.id === one.record.Id}
          onChoose={() => onPlan(withContact(plan, one))}
        >
          <Notes shape={shape} fills={one.fills} stays={one.stays} />
          {one.stays.some(({ field }) => field === 'LeadSource') && (
            <Checkbox
              mt={10}
              size="xs"
              label="Replace its lead source by the lead’s"
              checked={plan.overwriteLeadSource}
              onChange={(event) => onPlan({ ...plan, overwriteLeadSource: event.currentTarget.checked })}
            />
          )}
        </TargetCard>
      ))}
      <TargetCard
        group="contact"
        title={`New contact: ${name}`}
        chosen={contact.kind === 'new'}
        onChoose={() => onPlan(withContact(plan, undefined))}
      >
        <FreshFacts shape={shape} values={fresh} />
      </TargetCard>
    </TargetColumn>
  )
}

function accountOf({ record }: Suggestion): readonly string[] {
  const account = record['Account']
  return typeof account === 'object' && account !== null && 'Name' in account && typeof account.Name === 'string'
    ? [`At ${account.Name}`]
    : []
}
