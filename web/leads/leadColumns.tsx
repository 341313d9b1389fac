import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import type { GridColumn } from '../ui/columns.tsx'
import { QualificationDots } from '../qualification/QualificationDots.tsx'
import { FieldView } from '../ui/FieldView.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { leadName } from './leadName.tsx'
import classes from './leadName.module.css'

/** The columns of the leads list that are more than a field. */
export const leadColumns: readonly GridColumn[] = [
  leadName,
  {
    id: 'Status',
    header: 'Status',
    width: 182,
    fields: ['Status'],
    sort: 'Status',
    render: (lead) => <Status lead={lead} />,
  },
  {
    id: 'Vetting',
    header: 'Vetting',
    width: 116,
    fields: [],
    render: (lead) => <QualificationDots leadId={lead.Id} />,
  },
  {
    id: 'LastActivityDate',
    header: 'Last touch',
    width: 102,
    fields: ['LastActivityDate'],
    sort: 'LastActivityDate',
    render: (lead) =>
      lead['LastActivityDate'] === null ? (
        <span className={classes['none']}>never</span>
      ) : (
        <RelativeDate value={lead['LastActivityDate']} />
      ),
  },
  {
    id: 'NextStepDate',
    header: 'Next step',
    width: 102,
    fields: ['NextStepDate', 'IsConverted'],
    render: (lead) =>
      lead['NextStepDate'] === null ? (
        <span className={classes['none']}>{lead['IsConverted'] === true ? '' : 'none planned'}</span>
      ) : (
        <RelativeDate value={lead['NextStepDate']} due />
      ),
  },
]

/** Wide enough for the org's own words. */
function Status({ lead }: { lead: RecordRow }) {
  const field = useObject('Lead').fieldNamed.get('Status')
  return field === undefined ? null : <FieldView field={field} record={lead} plain />
}
