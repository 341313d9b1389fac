import { RecordLink } from '../ui/Link.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import classes from './Story.module.css'
import { useCampaignStory } from './story.ts'

/** Every campaign this person was in, as lead or as contact, with each status they stood at and each answer they gave. */
export function CampaignStory({ objectName, id }: { objectName: 'Lead' | 'Contact'; id: string }) {
  const found = useCampaignStory(objectName, id)
  const campaigns = found.data?.campaigns ?? []
  return (
    <Panel title="Campaigns" {...(found.isSuccess ? { count: campaigns.length } : {})}>
      {found.isPending && <GridSkeleton rows={2} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && campaigns.length === 0 && (
        <p className={classes['empty']}>In no campaign yet. Forms, imports and the campaign’s page put people in.</p>
      )}
      <ul className={classes['campaigns']}>
        {campaigns.map((one) => (
          <li key={one.campaign.Id}>
            <span className={classes['head']}>
              <span className={classes['name']}>
                <RecordLink id={one.campaign.Id} name={one.campaign.Name ?? 'No name'} />
              </span>
              <StateMark state={one.responded ? 'converted' : 'planned'} label={one.status} />
            </span>
            <ol className={classes['steps']}>
              {one.steps.map((step) => (
                <li key={`${step.at} ${step.kind} ${step.text}`} data-responded={step.responded || undefined}>
                  <RelativeDate value={step.at} /> <span className={classes['step']}>{step.text}</span>
                  {step.by !== null && <span className={classes['by']}> by {step.by.Name}</span>}
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
