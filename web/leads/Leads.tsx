import { chipsOf } from '../ui/ListStates.tsx'
import { LeadCard } from './LeadCard.tsx'
import { ObjectList } from '../ui/ObjectList.tsx'
import { leadName } from './leadName.tsx'

/** Everybody who showed interest and is not qualified yet. */
export function Leads() {
  return (
    <ObjectList
      objectName="Lead"
      columns={['Name', 'Status', 'Email', 'LeadSource', 'OwnerId', 'CreatedDate']}
      ownColumns={ownColumns}
      chips={chips}
      moreFields={moreFields}
      renderCard={(lead) => <LeadCard lead={lead} />}
      usualSort="-CreatedDate"
      empty={{
        for: 'A lead is a person who showed interest and is not qualified yet. They come from web forms, imports, and by hand.',
        example: 'Mira Holt of Nordwind asked for a price on Tuesday. She is a lead until you know budget, authority, need and timeline.',
      }}
    />
  )
}

const moreFields = ['Name', 'Company', 'Status', 'CreatedDate']
const ownColumns = [leadName]
const chips = chipsOf('Status')
