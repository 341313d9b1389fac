import type { RecordRow } from '../api/recordRow.ts'
import classes from './Review.module.css'

/** What tells two records apart at a glance: company, e-mail, phone, place. */
export function Facts({ record }: { record: RecordRow }) {
  const account = record['Account']
  const at = typeof account === 'object' && account !== null && 'Name' in account ? account.Name : record['Company']
  const parts = [
    at,
    record['Title'],
    record['Email'],
    record['Phone'],
    record['Website'],
    record['City'] ?? record['MailingCity'] ?? record['BillingCity'],
  ].filter((part) => typeof part === 'string' && part !== '')
  return <p className={classes['facts']}>{parts.join(' · ')}</p>
}
