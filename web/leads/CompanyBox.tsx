import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useAbout } from '../api/records.ts'
import type { Named } from '../qualification/qualification.ts'
import { RecordLink } from '../ui/Link.tsx'
import { PersonAvatar } from '../ui/PersonAvatar.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { stateOf } from '../ui/states.ts'
import { useObject } from '../api/describe.ts'
import classes from './CompanyBox.module.css'

type Talk = Readonly<{ by: Named; times: number; lastAt: string }>
type Colleague = Readonly<{
  object: 'Lead' | 'Contact'
  Id: string
  Name: string
  Title: string | null
  Status?: string
  Type?: string | null
  Owner: Named
  reasons: readonly string[]
  talks: readonly Talk[]
}>
type Company = Readonly<{
  name: string
  accounts: readonly Readonly<{ Id: string; Name: string; reasons: readonly string[] }>[]
  leads: readonly Colleague[]
  contacts: readonly Colleague[]
}>

const SHOWN = 5

/** Who else we know at the lead's company, and who of us spoke to whom. */
export function CompanyBox({ leadId, company }: { leadId: string; company: string }) {
  const found = useAbout<Company>('Lead', leadId, 'company')
  const [all, setAll] = useState(false)
  const people = [...(found.data?.contacts ?? []), ...(found.data?.leads ?? [])]
  const shown = all ? people : people.slice(0, SHOWN)
  return (
    <Panel title={titleOf(people.length, company)}>
      {found.isError && <RefusalNotice error={found.error} />}
      {found.data !== undefined && (
        <>
          <p className={classes['account']}>
            {found.data.accounts.length === 0 ? (
              'No account yet; conversion makes one.'
            ) : (
              <>
                Likely account:{' '}
                {found.data.accounts.map(({ Id, Name, reasons }, at) => (
                  <span key={Id} title={reasons.join(', ')}>
                    {at > 0 && ', '}
                    <RecordLink id={Id} name={Name} objectName="Account" />
                  </span>
                ))}
              </>
            )}
          </p>
          <ul className={classes['people']}>
            {shown.map((person) => (
              <Person key={person.Id} person={person} />
            ))}
          </ul>
          {people.length > shown.length && (
            <UnstyledButton className={classes['more']} onClick={() => setAll(true)}>
              Show all {people.length}
            </UnstyledButton>
          )}
        </>
      )}
    </Panel>
  )
}

function Person({ person }: { person: Colleague }) {
  const { Name, Title, talks, object, Status } = person
  const status = useObject('Lead')
    .fieldNamed.get('Status')
    ?.picklist.find(({ value }) => value === Status)
  return (
    <li className={classes['person']}>
      <PersonAvatar name={Name} size={26} />
      <div className={classes['words']}>
        <span className={classes['line']}>
          <RecordLink id={person.Id} name={Name} objectName={object} />
          <span className={classes['standing']}>
            {object === 'Contact' ? (
              'Contact'
            ) : (
              <StateMark
                state={stateOf(Status, status?.note)}
                {...(status === undefined ? {} : { label: status.label })}
              />
            )}
          </span>
        </span>
        {Title !== null && <span className={classes['role']}>{Title}</span>}
        <span className={classes['talk']}>
          {talks.length === 0
            ? `Not spoken to yet · ${object.toLowerCase()} of ${person.Owner.Name ?? 'nobody'}`
            : talks.map(({ by, times, lastAt }, at) => (
                <span key={by.Id}>
                  {at > 0 && ', '}
                  {by.Name ?? 'Somebody'} {times === 1 ? 'once' : `${times} times`}, last{' '}
                  <RelativeDate value={lastAt} />
                </span>
              ))}
        </span>
      </div>
    </li>
  )
}

const numbers = ['Nobody', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']

/** 'Four others at Nordwind' */
const titleOf = (count: number, company: string): string =>
  count === 0
    ? `Nobody else at ${company}`
    : `${numbers[count] ?? count} ${count === 1 ? 'other' : 'others'} at ${company}`
