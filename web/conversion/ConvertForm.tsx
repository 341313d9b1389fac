import { Button } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { IconAlertTriangle } from '@tabler/icons-react'
import { paths } from '../paths.ts'
import { useCommands } from '../shell/commands.ts'
import { nameOf } from '../ui/fields.ts'
import { Link, useGo } from '../ui/Link.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Term } from '../ui/Term.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { AccountChoice } from './AccountChoice.tsx'
import { ContactChoice } from './ContactChoice.tsx'
import classes from './Convert.module.css'
import { type Prospect, useConvert } from './conversion.ts'
import { OpportunityChoice } from './OpportunityChoice.tsx'
import { Shortfall } from './Shortfall.tsx'
import { firstPlan, type Plan, reasonAgainstPlan, wishOf } from './wishing.ts'

/** Three columns, each new or existing with the best suggestion and why; one button. */
export function ConvertForm({ prospect }: { prospect: Prospect }) {
  const { lead, warnings } = prospect
  const form = useId()
  const go = useGo()
  const [plan, setPlan] = useState(() => firstPlan(prospect))
  const [open, setOpen] = useState<string>()
  const convert = useConvert(lead.Id)
  const change = (part: Partial<Plan>) => setPlan((before) => ({ ...before, ...part }))
  const reason = reasonAgainstPlan(plan, prospect)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === undefined && !convert.isPending) convert.mutate(wishOf(plan, prospect))
  }
  const [first] = [...prospect.qualification.missing, ...prospect.qualification.notMet]
  useCommands([
    {
      id: 'record.back',
      group: 'This page',
      label: `Back to ${nameOf(lead)}`,
      keys: 'Escape',
      run: () => go(paths.lead(lead.Id)),
    },
  ])
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header>
          <h1 className={page['title']}>Convert {nameOf(lead)}</h1>
          <p className={page['headline']}>
            <Term of="conversion">Conversion</Term> makes this lead an account and a contact and, unless you say
            otherwise, an opportunity. Nothing that is known is overwritten; only blanks are filled.
          </p>
        </header>
        {warnings.map((warning) => (
          <div key={warning} className={classes['warning']} role="alert">
            <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
            <span>{warning}</span>
          </div>
        ))}
        <Shortfall
          prospect={prospect}
          open={open}
          onOpen={setOpen}
          reason={plan.overrideReason}
          onReason={(overrideReason) => change({ overrideReason })}
        />
        <form id={form} className={classes['columns']} onSubmit={submit} noValidate>
          <AccountChoice prospect={prospect} plan={plan} onPlan={setPlan} />
          <ContactChoice prospect={prospect} plan={plan} onPlan={setPlan} />
          <OpportunityChoice prospect={prospect} plan={plan} onChange={change} error={convert.error} />
        </form>
        <RefusalNotice error={convert.error} onWay={(action) => action === 'record_evidence' && setOpen(first)} />
        <footer className={classes['footer']}>
          <p className={classes['sentence']}>{sentenceOf(plan, nameOf(lead))}</p>
          <Button component={Link} to={paths.lead(lead.Id)} variant="default">
            Cancel
          </Button>
          <ReasonedButton type="submit" form={form} reason={reason} loading={convert.isPending}>
            Convert lead
          </ReasonedButton>
        </footer>
      </div>
    </div>
  )
}

/** What the button will do, in one sentence. */
function sentenceOf({ account, contact, opportunity, opportunityName }: Plan, name: string): string {
  const where = account.kind === 'new' ? 'a new account' : account.name
  const who =
    contact.kind === 'new'
      ? `${name} becomes a contact of ${where}`
      : `${name} becomes part of the contact ${contact.name} of ${where}`
  const what =
    opportunity.kind === 'none'
      ? 'without an opportunity'
      : opportunity.kind === 'new'
        ? `with the new opportunity “${opportunityName}”`
        : `within the opportunity “${opportunity.name}”`
  return `${who}, ${what}. It can be undone while nothing was built on it.`
}
