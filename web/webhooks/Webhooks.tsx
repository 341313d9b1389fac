import { paths } from '../paths.ts'
import { SetupPage } from '../setup/SetupPage.tsx'
import { useAnswer } from '../setup/setupApi.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { TextLink, useGo } from '../ui/Link.tsx'
import { formatNumber } from '../ui/Money.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { useReasonAgainstSection } from '../setup/sections.ts'
import { HOOKS, type WebhookList, type WebhookRow } from './webhook.ts'

/** Every program that is told when something happens here, and whether it takes what it is told. */
export function Webhooks() {
  const reason = useReasonAgainstSection('web-hooks')
  const go = useGo()
  const found = useAnswer<WebhookList>(HOOKS, {}, reason === undefined)
  const hooks = found.data?.webhooks ?? []
  return (
    <SetupPage
      section="web-hooks"
      reason={reason}
      actions={
        <ReasonedButton reason={reason} onClick={() => go(paths.newWebhook)}>
          Create web hook
        </ReasonedButton>
      }
    >
      {found.isPending && reason === undefined && <GridSkeleton rows={3} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && hooks.length === 0 && (
        <EmptyState
          title="No web hooks yet"
          example="When Mira Holt becomes a lead, your billing program is told within a second, with her fields."
        >
          A web hook tells a program of yours when something happens here. Each message is signed, and sent again until
          the program takes it.
        </EmptyState>
      )}
      {hooks.length > 0 && (
        <PlainTable
          label="Web hooks"
          rows={hooks}
          keyOf={(hook) => hook.Id}
          isFaint={(hook) => !hook.enabled}
          columns={[
            {
              head: 'Web hook',
              render: (hook) => (
                <TwoLines first={<TextLink to={paths.webhook(hook.Id)}>{hook.name}</TextLink>} second={hook.url} />
              ),
            },
            { head: 'State', width: '150px', render: (hook) => <HookState hook={hook} /> },
            { head: 'Waiting', width: '90px', align: 'end', render: (hook) => formatNumber(hook.waiting) },
            { head: 'Given up', width: '90px', align: 'end', render: (hook) => formatNumber(hook.dead) },
            {
              head: 'Last delivered',
              width: '130px',
              render: (hook) =>
                hook.lastDeliveredAt === null ? 'Never' : <RelativeDate value={hook.lastDeliveredAt} />,
            },
          ]}
        />
      )}
    </SetupPage>
  )
}

function HookState({ hook }: Readonly<{ hook: WebhookRow }>) {
  if (!hook.enabled) return <StateMark state="unqualified" label="Off" />
  if (!hook.runsAsActive) return <StateMark state="unqualified" label="Its user has left" />
  if (hook.failingSince !== null) return <StateMark state="planned" label="Not answering" />
  return <StateMark state="converted" label="On" />
}
