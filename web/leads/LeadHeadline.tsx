import type { RecordRow } from '../api/recordRow.ts'
import { useLedger } from '../qualification/qualification.ts'
import { RelativeDate } from '../ui/RelativeDate.tsx'

/** Who and what they want, in one line. */
export function LeadHeadline({ lead }: { lead: RecordRow }) {
  const { data } = useLedger(lead.Id)
  const need = data?.qualification.criteria.find(({ name }) => name === 'Need')?.evidence?.value
  const wants = need ?? firstSentence(lead['Description'])
  const who = [lead['Title'], lead['Company']].filter((part) => typeof part === 'string' && part !== '').join(' at ')
  return (
    <>
      <strong style={{ fontWeight: 550, color: 'var(--ink-1)' }}>{who}</strong>
      {wants !== undefined && <> · {wants}</>} ·{' '}
      <span style={{ color: 'var(--ink-3)' }}>
        {typeof lead['LeadSource'] === 'string' ? `came by ${lead['LeadSource'].toLowerCase()}` : 'came'}{' '}
        <RelativeDate within value={lead['CreatedDate']} />
      </span>
    </>
  )
}

function firstSentence(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.trim() === '') return undefined
  const [line = ''] = text.trim().split(/\n|(?<=[.!?])\s/)
  return line.length > 140 ? `${line.slice(0, 137).trimEnd()}…` : line.replace(/\.$/, '')
}
