import { Button, UnstyledButton } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { RecordRow } from '../api/recordRow.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { nameOf } from '../ui/fields.ts'
import { Link, RecordLink } from '../ui/Link.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { type Match, type Matchable, useDecide, useDuplicates } from './duplicates.ts'
import classes from './DuplicatesPanel.module.css'
import { reasonAgainstMerge } from './mayMerge.ts'

const SHOWN = 3
/** The server looks no further. */
const MOST_FOUND = 20

/** Likely duplicates of a record with the reasons; renders nothing while there is none. */
export function DuplicatesPanel({ objectName, record }: { objectName: Matchable; record: RecordRow }) {
  const { data } = useDuplicates(objectName, record.Id)
  const session = useSession()
  const [all, setAll] = useState(false)
  const matches = data?.matches ?? []
  if (matches.length === 0) return null
  const same = matches.filter(({ object }) => object === objectName).map((match) => match.record.Id)
  const shown = all ? matches : matches.slice(0, SHOWN)
  return (
    <section className={classes['panel']} aria-label="Likely duplicates">
      <div className={classes['head']}>
        <IconCopy size={16} stroke={1.8} aria-hidden />
        <h2 className={classes['title']}>
          {matches.length === 1
            ? 'A likely duplicate'
            : `${matches.length}${matches.length < MOST_FOUND ? '' : ' or more'} likely duplicates`}
        </h2>
        {same.length > 1 && (
          <CompareButton
            objectName={objectName}
            ids={[record.Id, ...same].slice(0, 10)}
            reason={reasonAgainstMerge(session, objectName)}
          >
            {same.length < 10 ? `Compare all ${same.length + 1}` : 'Compare the first 10'}
          </CompareButton>
        )}
      </div>
      <ul className={classes['matches']}>
        {shown.map((match) => (
          <Likely
            key={match.record.Id}
            objectName={objectName}
            record={record}
            match={match}
            reason={reasonAgainstMerge(session, objectName)}
          />
        ))}
      </ul>
      {matches.length > shown.length && (
        <UnstyledButton className={classes['more']} onClick={() => setAll(true)}>
          Show all {matches.length}
        </UnstyledButton>
      )}
    </section>
  )
}

function Likely({
  objectName,
  record,
  match,
  reason,
}: Readonly<{ objectName: Matchable; record: RecordRow; match: Match; reason: string | undefined }>) {
  const decide = useDecide(objectName)
  const undo = () => decide.mutate([{ left: record.Id, right: match.record.Id, verdict: 'unsure' }])
  const apart = () =>
    void decide
      .mutateAsync([{ left: record.Id, right: match.record.Id, verdict: 'not_same' }])
      .then(() => toast(`${nameOf(match.record)} will not be suggested for ${nameOf(record)} again.`, undo), toastError)
  return (
    <li className={classes['match']}>
      <div className={classes['who']}>
        <RecordLink id={match.record.Id} name={nameOf(match.record)} objectName={match.object} />
        {match.object !== objectName && <span className={classes['kind']}>{match.object}</span>}
        <span className={classes['probability']}>{percent(match)}</span>
        <span className={classes['reasons']}>{match.reasons.join(' · ')}</span>
      </div>
      <div className={classes['acts']}>
        {match.object === objectName ? (
          <CompareButton objectName={objectName} ids={[record.Id, match.record.Id]} reason={reason}>
            Compare
          </CompareButton>
        ) : (
          <Button
            component={Link}
            to={paths.record(match.record.Id, match.object) ?? paths.home}
            size="compact-sm"
            variant="default"
          >
            Open {match.object.toLowerCase()}
          </Button>
        )}
        <ReasonedButton
          size="compact-sm"
          variant="subtle"
          color="gray"
          reason={reason}
          loading={decide.isPending}
          onClick={apart}
        >
          Not the same
        </ReasonedButton>
      </div>
    </li>
  )
}

function CompareButton({
  objectName,
  ids,
  reason,
  children,
}: Readonly<{ objectName: Matchable; ids: readonly string[]; reason: string | undefined; children: ReactNode }>) {
  if (reason !== undefined)
    return (
      <ReasonedButton size="compact-sm" variant="default" reason={reason}>
        {children}
      </ReasonedButton>
    )
  return (
    <Button
      component={Link}
      to={paths.merge(objectName)}
      search={{ ids: ids.join(',') }}
      size="compact-sm"
      variant="default"
    >
      {children}
    </Button>
  )
}

/** Never 100 %: only what is certain says so, in words. */
export const percent = ({ probability, isCertain }: Pick<Match, 'probability' | 'isCertain'>): string =>
  isCertain ? 'Certain' : `${Math.min(99, Math.round(probability * 100))} % likely`
