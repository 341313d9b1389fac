import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { CardBoard, CardFace } from '../ui/CardBoard.tsx'
import { Along } from '../ui/related.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { textOf } from '../ui/textOf.ts'
import { useStandings } from './campaignApi.ts'
import { memberName, useMemberMoves } from './useMemberMoves.ts'
import { Works } from './Works.tsx'

/** Members under the statuses they stand at. */
export function Board({ campaign }: { campaign: RecordRow }) {
  const found = useStandings(campaign.Id)
  const { may } = useObject('CampaignMember')
  const { move } = useMemberMoves()
  if (found.isPending) return <GridSkeleton rows={6} />
  if (found.isError) return <RefusalNotice error={found.error} />
  const standings = found.data.standings.filter(({ isListed }) => isListed)
  return (
    <div>
      <Works campaignId={campaign.Id} />
      <CardBoard
        label="Members by status"
        objectName="CampaignMember"
        field="Status"
        columns={standings.map(({ status, members, hasResponded }) => ({
          value: status,
          note: members.toLocaleString('en'),
          isMarked: hasResponded,
        }))}
        filter={{ field: 'CampaignId', op: 'eq', value: campaign.Id }}
        sort="-CreatedDate"
        fields={['Status', 'LeadOrContactId', 'FirstName', 'LastName', 'Title', 'CompanyOrAccount']}
        mayMove={may.edit}
        nameOf={memberName}
        face={faceOf}
        onPut={move}
        empty="Nobody stands here."
      />
    </div>
  )
}

const faceOf = (row: RecordRow) => (
  <CardFace
    first={<Along row={row} relation="LeadOrContact" />}
    second={[row['Title'], row['CompanyOrAccount']].filter(Boolean).map(textOf).join(' · ')}
  />
)
