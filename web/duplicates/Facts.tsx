import { Fragment } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import classes from './Review.module.css'

/**
 * What tells two records apart at a glance: company, e-mail, phone, place. Beside another record, what it says as well
 * recedes, and what is different stands out.
 */
export function Facts({ record, beside }: { record: RecordRow; beside?: RecordRow | undefined }) {
  const known = new Set(beside === undefined ? [] : factsOf(beside).map(plain))
  return (
    <p className={classes['facts']} data-beside={beside !== undefined || undefined}>
      {factsOf(record).map((fact, at) => (
        <Fragment key={fact}>
          {at > 0 && ' · '}
          <span data-same={known.has(plain(fact)) || undefined}>{fact}</span>
        </Fragment>
      ))}
    </p>
  )
}

function factsOf(record: RecordRow): readonly string[] {
  const account = record['Account']
  const at = typeof account === 'object' && account !== null && 'Name' in account ? account.Name : record['Company']
  const facts = [
    at,
    record['Title'],
    record['Email'],
    record['Phone'],
    record['Website'],
    record['City'] ?? record['MailingCity'] ?? record['BillingCity'],
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '')
  return [...new Set(facts)]
}

// Spaces and case are no difference, nor how a number or an address is written.
const plain = (fact: string): string => fact.toLowerCase().replaceAll(/^https?:\/\/(www\.)?|[\s().-]+/g, '')
