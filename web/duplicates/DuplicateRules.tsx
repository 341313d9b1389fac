import { ActionIcon, Button, SegmentedControl, Switch } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { SetupPage } from '../setup/SetupPage.tsx'
import { useAnswer, useCall, useReason } from '../setup/setupApi.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link } from '../ui/Link.tsx'
import { OrderedRows } from '../ui/OrderedRows.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { isMatchable, type Matchable } from './duplicates.ts'
import classes from './DuplicateRules.module.css'
import { RuleSheet } from './RuleSheet.tsx'
import { type DuplicateRule, objects, RULES } from './rules.ts'
import { TryRules } from './TryRules.tsx'

/** What is done when a record that is saved looks like one we have: each rule in words, in the order they are asked. */
export function DuplicateRules() {
  const reason = useReason('set_up', 'change duplicate rules')
  const { object: asked }: Readonly<{ object?: unknown }> = useSearch({ strict: false })
  const navigate = useNavigate()
  const object: Matchable = isMatchable(String(asked)) ? (String(asked) as Matchable) : 'Lead'
  const found = useAnswer<{ rules: readonly DuplicateRule[] }>(RULES)
  const [edited, setEdited] = useState<DuplicateRule | 'new'>()
  const [wanted, setWanted] = useState<readonly DuplicateRule[]>()
  const order = useCall(
    (rules: readonly DuplicateRule[]) => api.post(`${RULES}/order`, { object, ids: rules.map(({ Id }) => Id) }),
    RULES,
  )
  const rules = wanted ?? found.data?.rules.filter((rule) => rule.object === object) ?? []
  const one = objects.find(({ value }) => value === object)?.one ?? 'record'
  const arrange = (next: readonly DuplicateRule[]) => {
    setWanted(next)
    order.mutate(next, { onError: toastError, onSettled: () => setWanted(undefined) })
  }
  return (
    <SetupPage
      section="duplicate-rules"
      reason={reason}
      actions={
        <>
          <Button component={Link} to={paths.reportedDuplicates} variant="default">
            What was reported
          </Button>
          <ReasonedButton reason={reason} onClick={() => setEdited('new')}>
            Create rule
          </ReasonedButton>
        </>
      }
    >
      <SegmentedControl
        aria-label="Kind of record"
        value={object}
        onChange={(next) => void navigate({ to: '.', search: { object: next }, replace: true })}
        data={objects.map(({ value, label }) => ({ value, label }))}
        className={classes['kinds'] ?? ''}
      />
      {found.isPending && <GridSkeleton rows={3} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rules.length === 0 && (
        <EmptyState
          title={`No rule looks at ${one}s`}
          example={`When a vetter creates a ${one} that is very likely (90 %) the same as one you have, say so and let them save.`}
        >
          Without one, nobody is told when they save somebody a second time.
        </EmptyState>
      )}
      {rules.length > 0 && (
        <OrderedRows
          label={`Rules for ${one}s, in the order they are asked`}
          rows={rules}
          keyOf={(rule) => rule.Id}
          nameOf={(rule) => rule.label}
          onOrder={arrange}
          isFixed={reason !== undefined}
        >
          {(rule) => <Rule rule={rule} reason={reason} onEdit={() => setEdited(rule)} />}
        </OrderedRows>
      )}
      {reason === undefined && found.isSuccess && <TryRules key={object} object={object} />}
      {edited !== undefined && (
        <RuleSheet
          key={edited === 'new' ? 'new' : edited.Id}
          object={object}
          existing={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </SetupPage>
  )
}

function Rule({
  rule,
  reason,
  onEdit,
}: Readonly<{ rule: DuplicateRule; reason: string | undefined; onEdit: () => void }>) {
  const [asking, setAsking] = useState(false)
  const turn = useCall((isActive: boolean) => api.patch(`${RULES}/${rule.Id}`, { isActive }), RULES)
  const remove = useCall(() => api.delete(`${RULES}/${rule.Id}`), RULES)
  return (
    <div className={classes['rule']} data-off={!rule.isActive || undefined}>
      <div className={classes['words']}>
        <h2 className={classes['label']}>{rule.label}</h2>
        <p className={classes['explanation']}>{rule.explanation}</p>
      </div>
      <div className={classes['acts']}>
        <Switch
          aria-label={`${rule.label} is on`}
          checked={rule.isActive}
          disabled={reason !== undefined || turn.isPending}
          onChange={(event) => {
            const on = event.currentTarget.checked
            turn.mutate(on, {
              onSuccess: () => toast(`${rule.label} is ${on ? 'on' : 'off'}.`, () => turn.mutate(!on)),
              onError: toastError,
            })
          }}
        />
        <ReasonedButton size="compact-sm" variant="default" reason={reason} onClick={onEdit}>
          Edit rule
        </ReasonedButton>
        {reason === undefined && (
          <ActionIcon aria-label={`Delete ${rule.label}`} onClick={() => setAsking(true)}>
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        )}
      </div>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${rule.label}?`}
        consequences={[
          'Nobody is told, reported or stopped by it any more.',
          'What it reported so far is taken off the list. The records stay.',
        ]}
        verb="Delete rule"
        onConfirm={() => remove.mutateAsync()}
      />
    </div>
  )
}
