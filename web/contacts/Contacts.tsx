import type { RecordRow } from '../api/recordRow.ts'
import { AddAll, type AllOf } from '../campaigns/AddAll.tsx'
import { MergeChosen } from '../duplicates/MergeChosen.tsx'
import { ObjectList } from '../ui/ObjectList.tsx'

/** Every person at an account. */
export function Contacts() {
  return (
    <ObjectList
      objectName="Contact"
      columns={['Name', 'AccountId', 'Title', 'Email', 'Phone', 'OwnerId', 'CreatedDate']}
      bulk={merge}
      ofAll={ofAll}
      usualSort="-CreatedDate"
      empty={{
        for: 'The people at your accounts. They arrive when a lead is converted, with everything they did before.',
        example: 'Mira Holt is a contact of Nordwind since her lead was converted in March.',
      }}
    />
  )
}

const merge = (chosen: readonly RecordRow[]) => <MergeChosen objectName="Contact" chosen={chosen} />

const ofAll = (all: AllOf) => <AddAll object="Contact" all={all} />
