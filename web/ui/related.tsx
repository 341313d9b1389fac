import type { ReactNode } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { RecordLink } from './Link.tsx'

/** The record that came along with a row under a relation: `along(row, 'Account')`. */
export function along(row: RecordRow, relation: string): { Id: string; Name: string } | undefined {
  const one = row[relation]
  if (typeof one !== 'object' || one === null || !('Id' in one) || typeof one.Id !== 'string') return undefined
  return { Id: one.Id, Name: 'Name' in one && typeof one.Name === 'string' ? one.Name : one.Id }
}

/** The same, linked to its page; a dash when there is none. */
export function Along({
  row,
  relation,
  objectName,
}: {
  row: RecordRow
  relation: string
  objectName?: string
}): ReactNode {
  const one = along(row, relation)
  return one === undefined ? (
    '—'
  ) : (
    <RecordLink id={one.Id} name={one.Name} {...(objectName === undefined ? {} : { objectName })} />
  )
}
