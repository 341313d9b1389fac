import type { RecordRow } from '../api/recordRow.ts'
import { useLedger } from '../qualification/qualification.ts'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import classes from './LeadHeadline.module.css'

/** Who and what they want, in one line; on a phone a line each, as high before what they want is known as after. */
export function LeadHeadline({ lead }: { lead: RecordRow }) {
  const { data, isPending } = useLedger(lead.Id)
  const need = data?.qualification.criteria.find(({ name }) => name === 'Need')?.evidence?.value
  const wants = need ?? firstSentence(lead['Description'])
  const who = [lead['Title'], lead['Company']].filter((part) => typeof part === 'string' && part !== '').join(' at ')
  return (
    <span className={classes['line']}>
      <strong className={classes['who']} title={who}>
        {who}
      </strong>
      <span className={classes['wants']} title={wants} data-unknown={wants === undefined || undefined}>
        {wants ?? (isPending ? '' : 'what they want is not known yet')}
      </span>
      <span className={classes['came']}>
        {typeof lead['LeadSource'] === 'string' ? `came by ${lead['LeadSource'].toLowerCase()}` : 'came'}{' '}
        <RelativeDate within value={lead['CreatedDate']} />
      </span>
    </span>
  )
}

function firstSentence(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.trim() === '') return undefined
  const [line = ''] = text.trim().split(/\n|(?<=[.!?])\s/)
  return line.length > 140 ? `${line.slice(0, 137).trimEnd()}…` : line.replace(/\.$/, '')
}
