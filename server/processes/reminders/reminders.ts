import { theProgram } from '../../ground/users/actor.ts'
import type { Tx } from '../../platform/tx.ts'
import { queueMail } from '../mail/mail.ts'
import type { NewMail } from '../mail/message.ts'
import { takeDueReminders, type Due } from './reminders.sql.ts'

/**
 * Writes to the owners of open tasks and of meetings whose reminder is due, once each; afterwards `IsReminderSet` is false.
 * Answers how many letters.
 */
export async function remindOfActivities(tx: Tx, publicUrl: string): Promise<number> {
  const due = await takeDueReminders(tx)
  await queueMail(
    tx,
    theProgram,
    due.map((one) => letterOf(one, publicUrl)),
  )
  return due.length
}

const letterOf = ({ subject, day, startsAt, name, email }: Due, publicUrl: string): NewMail => ({
  kind: 'transactional',
  purpose: 'notification',
  to: email,
  toName: name,
  subject: `Reminder: ${subject}`,
  text: [
    `You wanted to be reminded of this: ${subject}`,
    ...(day === null ? [] : [`It is due on ${day}.`]),
    ...(startsAt === null ? [] : [`It starts on ${momentOf(startsAt)} UTC.`]),
    'What you have to do is here:',
    `${publicUrl}/tasks`,
  ].join('\n\n'),
})

/** `2026-11-23 at 14:00` */
const momentOf = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' at ')
