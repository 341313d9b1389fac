import { updateTasks } from '../../../records/activities/activities.ts'
import type { Tx } from '../../../platform/tx.ts'
import type { Colleague } from './cast.ts'
import { refuseAnyOf } from './saved.ts'
import type { Story } from './story.ts'

/** Ticks off what a colleague has done by now. */
export async function finishChores(
  then: Tx,
  story: Story,
  colleague: Colleague,
  more: readonly number[],
): Promise<void> {
  const done = new Set([...story.chores.due(colleague.userId, then.now), ...more])
  if (done.size > 0)
    refuseAnyOf(
      await updateTasks(
        then,
        colleague,
        [...done].map((id) => ({ id, draft: { Status: 'Completed' } })),
      ),
    )
}
