import type { Tx } from '../../../platform/tx.ts'
import { viewLeads } from '../../../records/leads/leads.ts'
import { convertThose } from './converting.ts'
import { bookMoney } from './money.ts'
import type { Story } from './story.ts'

/** The head of sales books what was paid, and converts what is not vetted to the end, each with a reason. */
export async function workAsManager(then: Tx, story: Story): Promise<void> {
  const { manager } = story.cast
  await bookMoney(then, story)
  const due = story.overrides.due(manager.userId, then.now)
  if (due.length === 0) return
  await viewLeads(
    then,
    manager,
    due.map(({ leadId }) => leadId),
  )
  await convertThose(then, story, manager, due)
}
