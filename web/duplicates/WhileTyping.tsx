import { useDebouncedValue } from '@mantine/hooks'
import { IconCopy } from '@tabler/icons-react'
import { useRef } from 'react'
import { paths } from '../paths.ts'
import { closeCreate } from '../shell/create.ts'
import { nameOf } from '../ui/fields.ts'
import { Link } from '../ui/Link.tsx'
import { percent } from './DuplicatesPanel.tsx'
import { type Matchable, useDuplicatesOfDraft } from './duplicates.ts'
import { Facts } from './Facts.tsx'
import classes from './WhileTyping.module.css'
import { textOf } from '../ui/textOf.ts'

const telling = [
  'FirstName',
  'LastName',
  'Company',
  'Email',
  'Phone',
  'MobilePhone',
  'Website',
  'Name',
  'AccountId',
  'City',
  'PostalCode',
  'BillingCity',
  'MailingCity',
]
const SHOWN = 4

const ruleWords: Readonly<Record<Matchable, string>> = {
  Lead: 'A response of somebody we know is an inquiry on their record, never a second lead.',
  Contact: 'A response of somebody we know is an inquiry on their record, never a second contact.',
  Account: 'One company is one account: its contacts and opportunities belong to the one you have.',
}

/** Whom we may know already, while a new record is being typed, with the way to open them instead. */
export function WhileTyping({
  objectName,
  values,
}: {
  objectName: Matchable
  values: Readonly<Record<string, unknown>>
}) {
  const typed = Object.fromEntries(
    telling.flatMap((name) => (typeof values[name] === 'string' && values[name] !== '' ? [[name, values[name]]] : [])),
  )
  const [draft] = useDebouncedValue(typed, 250, { leading: false })
  const enough = isTelling(objectName, draft)
  const { data } = useDuplicatesOfDraft(objectName, draft, enough)
  const matches = enough ? (data?.matches ?? []) : []
  const panel = useRef<HTMLElement>(null)
  return (
    <div aria-live="polite" className={classes['live']}>
      {matches.length > 0 && (
        // Of the form, not of the panel: it stays at the foot of what is seen until the panel itself is.
        <button type="button" className={classes['title']} onClick={() => panel.current?.scrollIntoView()}>
          <IconCopy size={15} stroke={1.8} aria-hidden />
          <span>
            We may know {objectName === 'Account' ? 'this company' : 'this person'} already:{' '}
            {matches.slice(0, 1).map(({ record }) => nameOf(record))}
            {matches.length > 1 && ` and ${matches.length - 1} more`}
          </span>
        </button>
      )}
      {matches.length > 0 && (
        <section ref={panel} className={classes['panel']} aria-label="We may know them already">
          <ul className={classes['matches']}>
            {matches.slice(0, SHOWN).map((match) => (
              <li key={match.record.Id} className={classes['match']}>
                <span className={classes['name']}>
                  {nameOf(match.record)}
                  <span className={classes['kind']}>
                    {match.object} · {percent(match)}
                  </span>
                </span>
                <Facts record={match.record} />
                <span className={classes['reasons']}>{match.reasons.join(' · ')}</span>
                <Link
                  to={paths.record(match.record.Id, match.object) ?? paths.home}
                  onClick={closeCreate}
                  className={classes['open']}
                >
                  Open {nameOf(match.record)} instead
                </Link>
              </li>
            ))}
          </ul>
          {matches.length > SHOWN && <p className={classes['rule']}>And {matches.length - SHOWN} more.</p>}
          <p className={classes['rule']}>{ruleWords[objectName]}</p>
        </section>
      )}
    </div>
  )
}

const isTelling = (objectName: Matchable, draft: Readonly<Record<string, unknown>>): boolean =>
  objectName === 'Account'
    ? textOf(draft['Name'] ?? draft['Website']).length > 2
    : draft['Email'] !== undefined ||
      draft['Phone'] !== undefined ||
      (textOf(draft['LastName']).length > 1 && (draft['Company'] !== undefined || draft['FirstName'] !== undefined))
