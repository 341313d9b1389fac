import { Button } from '@mantine/core'
import { useObject } from '../api/describe.ts'
import { openCreate } from '../shell/create.ts'
import type { Filter } from '../api/filter.ts'
import { nameOf } from '../ui/fields.ts'
import { FieldView } from '../ui/FieldView.tsx'
import { RecordLink } from '../ui/Link.tsx'
import { Money } from '../ui/Money.tsx'
import { TwoLines } from '../ui/PlainTable.tsx'
import { Along } from '../ui/related.tsx'
import { RelatedList } from '../ui/RelatedList.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'

/** Opportunities of an account or a campaign. */
export function OpportunityList({
  filter,
  values,
  empty,
  withAccount = false,
}: Readonly<{ filter: Filter; values: Readonly<Record<string, unknown>>; empty: string; withAccount?: boolean }>) {
  const shape = useObject('Opportunity')
  const stage = shape.fieldNamed.get('StageName')
  return (
    <RelatedList
      title="Opportunities"
      objectName="Opportunity"
      query={{
        filter,
        sort: '-CloseDate',
        fields: ['Name', 'StageName', 'Amount', 'CloseDate', 'IsClosed', 'IsWon', 'OwnerId', 'AccountId'],
      }}
      empty={empty}
      actions={
        shape.may.create && (
          <Button size="compact-sm" variant="subtle" onClick={() => openCreate('Opportunity', values)}>
            Add opportunity
          </Button>
        )
      }
      columns={[
        {
          head: 'Opportunity',
          render: (row) => (
            <TwoLines
              first={<RecordLink id={row.Id} name={nameOf(row)} />}
              second={withAccount ? <Along row={row} relation="Account" /> : undefined}
            />
          ),
        },
        {
          head: 'Stage',
          width: '190px',
          render: (row) => stage !== undefined && <FieldView field={stage} record={row} plain />,
        },
        {
          head: 'Amount',
          width: '110px',
          align: 'end',
          render: (row) => <Money amount={row['Amount']} value={row['IsWon'] === true} />,
        },
        {
          head: 'Closes',
          width: '110px',
          align: 'end',
          render: (row) => <RelativeDate value={row['CloseDate']} due={row['IsClosed'] !== true} />,
        },
      ]}
    />
  )
}
