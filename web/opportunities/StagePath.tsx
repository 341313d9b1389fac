import { Select, Tooltip } from '@mantine/core'
import { useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useSaveRecord } from '../api/records.ts'
import { exactDate } from '../ui/dates.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { type Stage, useStages } from './stages.ts'
import classes from './StagePath.module.css'

/** The open stages as a path with where the deal stands; a press moves it, with its probability. */
export function StagePath({ deal }: { deal: RecordRow }) {
  const stages = useStages().filter(({ isClosed }) => !isClosed)
  const { may } = useObject('Opportunity')
  const save = useSaveRecord('Opportunity')
  const phone = usePhone()
  const now = String(deal['StageName'])
  const closed = deal['IsClosed'] === true
  const at = closed ? (deal['IsWon'] === true ? stages.length : -1) : stages.findIndex(({ name }) => name === now)
  const reason = may.edit ? undefined : 'Your role may read opportunities, but not move them.'
  const move = (stage: Stage) => {
    if (stage.name === now || reason !== undefined) return
    const undo = () => save.mutate({ id: deal.Id, values: { StageName: now } })
    save.mutate(
      { id: deal.Id, values: { StageName: stage.name } },
      {
        onSuccess: () => toast(`Moved to ${stage.label}, ${stage.probability} %.`, closed ? undefined : undo),
        onError: toastError,
      },
    )
  }
  const since = typeof deal['LastStageChangeDate'] === 'string' ? deal['LastStageChangeDate'] : undefined
  return (
    <div className={classes['way']}>
      {phone ? (
        <Select
          aria-label="Stage"
          allowDeselect={false}
          readOnly={reason !== undefined}
          placeholder={closed || stages.length === 0 ? now : undefined}
          value={closed ? null : now}
          data={stages.map(({ name, label, probability }) => ({ value: name, label: `${label}, ${probability} %` }))}
          onChange={(next) => stages.filter(({ name }) => name === next).forEach(move)}
        />
      ) : (
        <ol
          className={classes['path']}
          aria-label="Stages"
          data-won={deal['IsWon'] === true || undefined}
          data-lost={(closed && deal['IsWon'] !== true) || undefined}
        >
          {stages.map((stage, index) => (
            <li
              key={stage.name}
              className={classes['step']}
              data-place={index < at ? 'before' : index === at ? 'here' : 'after'}
            >
              <Tooltip label={reason ?? `${stage.label}: a deal here is won ${stage.probability} times of 100`}>
                <button
                  type="button"
                  className={classes['face']}
                  aria-current={index === at ? 'step' : undefined}
                  aria-disabled={reason !== undefined}
                  onClick={() => move(stage)}
                >
                  <span className={classes['label']}>{stage.label}</span>
                  <span className={classes['probability']}>{stage.probability} %</span>
                </button>
              </Tooltip>
            </li>
          ))}
        </ol>
      )}
      <p className={classes['now']}>
        {now}, {Number(deal['Probability'] ?? 0)} %
        {since !== undefined && (
          <>
            , <span title={exactDate(since)}>{daysOf(deal['LastStageChangeInDays'])}</span>
          </>
        )}
        {Number(deal['PushCount'] ?? 0) > 0 && (
          <span className={classes['pushed']}>
            {' '}
            · close date pushed {Number(deal['PushCount']) === 1 ? 'once' : `${Number(deal['PushCount'])} times`}
          </span>
        )}
      </p>
    </div>
  )
}

const daysOf = (days: unknown): string =>
  Number(days) < 1 ? 'since today' : `for ${Number(days)} ${Number(days) === 1 ? 'day' : 'days'}`
