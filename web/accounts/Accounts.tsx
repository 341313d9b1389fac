import type { RecordRow } from '../api/recordRow.ts'
import { MergeChosen } from '../duplicates/MergeChosen.tsx'
import type { GridColumn } from '../ui/columns.tsx'
import { ObjectList } from '../ui/ObjectList.tsx'
import { LifecycleMark } from './LifecycleMark.tsx'

/** Every company that qualified. */
export function Accounts() {
  return (
    <ObjectList
      objectName="Account"
      columns={['Name', 'Lifecycle', 'Industry', 'Website', 'Phone', 'OwnerId', 'LastActivityDate']}
      ownColumns={own}
      bulk={merge}
      usualSort="-CreatedDate"
      empty={{
        for: 'Companies that qualified: prospects, customers, lost prospects and former customers.',
        example:
          'Nordwind became an account when its lead was converted; it is a customer since its first won opportunity.',
      }}
    />
  )
}

const own: readonly GridColumn[] = [
  {
    id: 'Lifecycle',
    header: 'Lifecycle',
    width: 140,
    fields: ['Lifecycle'],
    render: (account) => <LifecycleMark lifecycle={account['Lifecycle']} />,
  },
]

const merge = (chosen: readonly RecordRow[]) => <MergeChosen objectName="Account" chosen={chosen} />
