import { IconUsersGroup } from '@tabler/icons-react'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { TextLink, useGo } from '../ui/Link.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { useSegments } from './segmentApi.ts'
import classes from './Segments.module.css'

/** Every selection of people there is. */
export function Segments() {
  usePlace({ title: 'Segments' })
  const go = useGo()
  const found = useSegments()
  const segments = found.data?.segments ?? []
  const reason = found.data?.mayCreate === false ? NOT_YOURS : undefined
  const create = (
    <ReasonedButton reason={reason} onClick={() => go(paths.newSegment)}>
      Create segment
    </ReasonedButton>
  )
  return (
    <div className={page['scroller']} tabIndex={-1}>
      <div className={page['page']}>
        <header className={page['header']}>
          <div className={page['who']}>
            <h1 className={page['title']}>Segments</h1>
            <p className={page['headline']}>
              People chosen by what is known of them and what they did. Who fits is in at once, and out at once.
            </p>
          </div>
          {segments.length > 0 && <div className={page['actions']}>{create}</div>}
        </header>
        {found.isPending && <GridSkeleton rows={6} />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.isSuccess && segments.length === 0 && (
          <EmptyState
            icon={IconUsersGroup}
            title="No segments yet"
            example="Engineers in the energy industry who visited our stand, and whom nobody called in the last 90 days."
            action={create}
          >
            A segment describes the leads and contacts you want to speak to. Add them to a campaign, or leave them out
            of one.
          </EmptyState>
        )}
        {segments.length > 0 && (
          <PlainTable
            label="Segments"
            rows={segments}
            keyOf={({ Id }) => Id}
            columns={[
              {
                head: 'Segment',
                width: '34%',
                render: ({ Id, Name, Description }) => (
                  <TwoLines first={<TextLink to={paths.segment(Id)}>{Name}</TextLink>} second={Description} />
                ),
              },
              {
                head: 'Who is in',
                render: ({ Summary }) => <span className={classes['summary']}>{Summary}</span>,
              },
              { head: 'Owner', width: '150px', render: ({ Owner }) => Owner.Name ?? '' },
              {
                head: 'Changed',
                width: '120px',
                render: ({ LastModifiedDate }) => <RelativeDate value={LastModifiedDate} />,
              },
            ]}
          />
        )}
      </div>
    </div>
  )
}

const NOT_YOURS = 'Segments are kept by marketing and managers. You may use every one there is.'
