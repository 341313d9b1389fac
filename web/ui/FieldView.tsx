import { IconCheck, IconMinus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Field } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { isEmpty, isSafeLink, referredBy } from './fields.ts'
import { RecordLink } from './Link.tsx'
import { LongText } from './LongText.tsx'
import { formatNumber, Money } from './Money.tsx'
import { Person, Queue } from './PersonAvatar.tsx'
import { RelativeDate } from './RelativeDate.tsx'
import { StateMark } from './StateMark.tsx'
import { stateOf } from './states.ts'
import classes from './FieldView.module.css'

/**
 * One field of a record as it reads: linked, dated, counted, marked. `plain` leaves links out, for rows that are
 * links themselves. An empty value renders nothing; the caller says what stands there.
 */
export function FieldView({
  field,
  record,
  plain = false,
}: {
  field: Field
  record: RecordRow
  plain?: boolean
}): ReactNode {
  const value = record[field.name]
  if (field.type === 'boolean') return <Checkmark checked={value === true} />
  if (isEmpty(value)) return null
  switch (field.type) {
    case 'reference':
      return <Reference record={record} field={field} plain={plain} />
    case 'picklist':
      return hasStates(field) ? (
        <StateMark state={stateOf(value, listed(field, value)?.note)} label={labelOf(field, value)} />
      ) : (
        labelOf(field, value)
      )
    case 'multipicklist':
      return (Array.isArray(value) ? value : String(value).split(';')).map((one) => labelOf(field, one)).join(', ')
    case 'currency':
      return <Money amount={value} value={record['IsWon'] === true && field.name === 'Amount'} />
    case 'int':
    case 'double':
      return <span className="number">{typeof value === 'number' ? formatNumber(value) : String(value)}</span>
    case 'percent':
      return <span className="number">{String(value)} %</span>
    case 'date':
    case 'datetime':
      return <RelativeDate value={value} due={dueFields.has(field.name) && record['IsClosed'] !== true} />
    case 'email':
      return plain ? String(value) : <Outward href={`mailto:${String(value)}`}>{String(value)}</Outward>
    case 'phone':
      return plain ? (
        String(value)
      ) : (
        <Outward href={`tel:${String(value).replaceAll(/[^+\d]/g, '')}`}>{String(value)}</Outward>
      )
    case 'url':
      return <WebAddress address={String(value)} plain={plain} />
    case 'textarea':
      return plain ? String(value) : <LongText text={String(value)} />
    default:
      return String(value)
  }
}

const dueFields = new Set(['ActivityDate', 'CloseDate', 'FollowUpDate', 'NextStepDate'])
const hasStates = (field: Field): boolean => field.name === 'Status' || field.name === 'StageName'
const listed = (field: Field, value: unknown) => field.picklist.find((one) => one.value === value)
const labelOf = (field: Field, value: unknown): string => listed(field, value)?.label ?? String(value)

function Reference({ record, field, plain }: { record: RecordRow; field: Field; plain: boolean }) {
  const referred = referredBy(record, field)
  if (referred === undefined) return null
  if (referred.Id.startsWith('005')) return <Person name={referred.Name} />
  if (referred.Id.startsWith('00G')) return <Queue name={referred.Name} />
  if (plain) return referred.Name
  // Only the object knows its own name where an organization made it: its ids do not tell.
  const own = field.referenceTo.find((name) => name.endsWith('__c'))
  return <RecordLink id={referred.Id} name={referred.Name} {...(own === undefined ? {} : { objectName: own })} />
}

function Checkmark({ checked }: { checked: boolean }) {
  return checked ? (
    <IconCheck size={16} aria-label="Yes" />
  ) : (
    <IconMinus size={16} aria-label="No" className={classes['no']} />
  )
}

function WebAddress({ address, plain }: { address: string; plain: boolean }) {
  const whole = /^[a-z]+:/i.test(address) ? address : `https://${address}`
  const short = address.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')
  return plain || !isSafeLink(whole) ? short : <Outward href={whole}>{short}</Outward>
}

function Outward({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      className={classes['outward']}
      {...(href.startsWith('http') ? { target: '_blank', rel: 'noreferrer noopener' } : {})}
    >
      {children}
    </a>
  )
}
