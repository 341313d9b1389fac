import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { nameOf } from '../ui/fields.ts'
import { Link } from '../ui/Link.tsx'
import page from '../ui/RecordPage.module.css'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RecordSkeleton } from '../ui/Skeletons.tsx'
import { useProspect } from './conversion.ts'
import { ConvertedPage } from './ConvertedPage.tsx'
import { ConvertForm } from './ConvertForm.tsx'

/** What a lead is to become, before anything is made; after it, the three records and the undo. */
export function Convert() {
  const { id = '' } = useParams({ strict: false })
  const prospect = useProspect(id)
  const title = prospect.data === undefined ? 'Convert lead' : `Convert ${nameOf(prospect.data.lead)}`
  usePlace({
    title,
    up: { label: prospect.data === undefined ? 'Lead' : nameOf(prospect.data.lead), to: paths.lead(id) },
  })
  if (prospect.isError)
    return (
      <div className={page['page']}>
        <RefusalNotice
          error={prospect.error}
          actions={
            <Button component={Link} to={paths.leads} size="compact-sm" variant="default">
              Back to leads
            </Button>
          }
        />
      </div>
    )
  if (prospect.data === undefined) return <RecordSkeleton />
  const { conversion, lead } = prospect.data
  return conversion === null ? (
    <ConvertForm key={id} prospect={prospect.data} />
  ) : (
    <ConvertedPage lead={lead} conversion={conversion} />
  )
}
