import { ObjectList } from '../ui/ObjectList.tsx'

/** Every company that qualified. */
export function Accounts() {
  return (
    <ObjectList
      objectName="Account"
      columns={['Name', 'Type', 'Industry', 'Website', 'Phone', 'OwnerId', 'CreatedDate']}
      usualSort="-CreatedDate"
      empty={{
        for: 'Companies that qualified: prospects, customers, lost prospects and former customers.',
        example: 'Nordwind became an account when its lead was converted; it is a customer since its first won opportunity.',
      }}
    />
  )
}
