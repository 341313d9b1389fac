import type { ReactNode } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { type ListQuery, useRecordList } from '../api/records.ts'
import { Button } from '@mantine/core'
import { PlainTable, type TableColumn } from './PlainTable.tsx'
import { Panel } from './RecordPage.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { GridSkeleton } from './Skeletons.tsx'
import classes from './RelatedList.module.css'

/** Records that hang on a record, as a panel of its page: a short table, its first action, and what it is for when empty. */
export function RelatedList({
  title,
  objectName,
  query,
  columns,
  empty,
  actions,
  keep = 20,
}: Readonly<{
  title: string
  objectName: string
  query: ListQuery
  columns: readonly TableColumn<RecordRow>[]
  empty: ReactNode
  actions?: ReactNode
  /** How many are asked for at a time. */
  keep?: number
}>) {
  const found = useRecordList(objectName, query, keep)
  const rows = found.pages?.flatMap((page) => page.records) ?? []
  return (
    <Panel title={title} {...(found.isSuccess && !found.hasNextPage ? { count: rows.length } : {})} actions={actions}>
      {found.isPending && <GridSkeleton rows={2} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && <p className={classes['empty']}>{empty}</p>}
      {rows.length > 0 && <PlainTable label={title} rows={rows} keyOf={(row) => row.Id} columns={columns} />}
      {found.hasNextPage && (
        <Button variant="subtle" size="compact-sm" onClick={found.more}>
          Show more
        </Button>
      )}
    </Panel>
  )
}
