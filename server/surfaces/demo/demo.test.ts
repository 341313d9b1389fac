import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { aServer, type TestServer } from '../../../test/support/server.ts'
import { stopClockAt } from '../../platform/clock.ts'
import { many, one, sql, type RawBuilder } from '../../platform/sql.ts'
import { reading } from '../../platform/transactions.ts'
import { theProgram } from '../../ground/users/actor.ts'
import { roles } from '../../../shared/roles.ts'
import { findDuplicatesOf } from '../../processes/duplicates/duplicates.ts'
import { fillWithDemonstration } from './demo.ts'
import { tableOf, type Logins } from './logins.ts'

const TODAY = new Date('2026-09-16T15:20:00Z')
const SIZE = 0.03

let server: TestServer
let logins: Logins

before(async () => {
  ;({ server, logins } = await aDemonstration())
})
after(() => server.close())

/** An org made and filled on the same day each time; other stories of this program have clocks of their own. */
async function aDemonstration(): Promise<{ readonly server: TestServer; readonly logins: Logins }> {
  stopClockAt(TODAY)
  try {
    const made = await aServer()
    const filled = await fillWithDemonstration(made.db, made.org, () => undefined, { size: SIZE })
    assert.ok(filled)
    return { server: made, logins: filled }
  } finally {
    stopClockAt(undefined)
  }
}

const rows = <Row>(statement: RawBuilder<unknown>, { db, org } = server): Promise<Row[]> =>
  reading(db, org, (tx) => many<Row>(tx, statement))

const count = async (statement: RawBuilder<unknown>): Promise<number> =>
  (
    await reading(server.db, server.org, (tx) =>
      one<{ count: number }>(tx, sql`select count(*) as count from ${statement}`),
    )
  ).count

/** Nothing the story may hold has this property. */
const none = async (rule: string, statement: RawBuilder<unknown>): Promise<void> =>
  assert.equal(await count(statement), 0, rule)

test('the same seed on the same day tells the same story', async () => {
  const { server: again } = await aDemonstration()
  try {
    assert.equal(await checksum(again), await checksum(server))
  } finally {
    await again.close()
  }
})

test('every index is there after it, as before', async () => {
  const untouched = await aServer()
  try {
    const indexes = sql`select indexdef as line from pg_indexes where schemaname = current_schema() order by indexname`
    assert.deepEqual(await rows(indexes), await rows(indexes, untouched))
  } finally {
    await untouched.close()
  }
})

/** Over what people would see; ids and passwords may differ. */
async function checksum(of: TestServer): Promise<string> {
  const texts = await rows<{ line: string }>(
    sql`
    select concat_ws('|', 'lead', first_name, last_name, company, email, phone, status, unqualified_reason, lead_source, created_at, first_contacted_at, converted_at, closed_at) as line from lead
    union all select concat_ws('|', 'account', name, type, industry, created_at) from account
    union all select concat_ws('|', 'contact', first_name, last_name, email, type, created_at) from contact
    union all select concat_ws('|', 'opportunity', name, stage_name, amount, close_date, loss_reason, vetting_failure, push_count, closed_at, collected) from opportunity
    union all select concat_ws('|', 'payment', amount, received_on, method, invoice_number, note) from payment
    union all select concat_ws('|', 'task', subject, activity_date, status, completed_at) from task
    union all select concat_ws('|', 'member', c.name, m.status, m.responded_at) from campaign_member m join campaign c on c.id = m.campaign_id
    union all select concat_ws('|', 'evidence', criterion, value, is_met, observed_on) from evidence
    union all select concat_ws('|', 'post', received_at, state, reason, notes) from form_post
    union all select concat_ws('|', 'letter', created_at, to_address, subject, state, reason) from mail_message
    union all select concat_ws('|', 'history', field, old_value, new_value, changed_at) from field_history where field not like '%Id'
    order by 1`,
    of,
  )
  return createHash('sha256')
    .update(texts.map(({ line }) => line).join('\n'))
    .digest('hex')
}

test('it is a funnel: many leads, some called, fewer converted, and sales won and lost', async () => {
  const [funnel] = await rows<
    Record<'leads' | 'called' | 'converted' | 'opportunities' | 'won' | 'lost' | 'open', number>
  >(sql`
    select (select count(*) from lead) as leads, (select count(first_contacted_at) from lead) as called, (select count(converted_at) from lead) as converted,
      count(*) as opportunities, count(won_at) as won, count(*) filter (where closed_at is not null and won_at is null) as lost, count(*) filter (where closed_at is null) as open
    from opportunity`)
  assert.ok(funnel)
  assert.equal(funnel.leads, 600)
  assert.ok(funnel.called > 24 && funnel.called < 96, `${funnel.called} called`)
  assert.ok(funnel.converted > 5 && funnel.converted < funnel.called, `${funnel.converted} converted`)
  assert.ok(funnel.won > 0 && funnel.lost > 0 && funnel.open > 0)
})

test('every rule of the rooms holds for what was told', async () => {
  await none(
    'No opportunity without account, owner, and an amount or a reason.',
    sql`opportunity where account_id is null or owner_id is null or (amount is null and no_amount_reason is null)`,
  )
  await none(
    'Closed Lost says why, and a failed vetting which letter.',
    sql`opportunity where closed_at is not null and won_at is null and (loss_reason is null or (loss_reason = 'Vetting was wrong' and vetting_failure is null))`,
  )
  await none(
    'A lead closes with a reason.',
    sql`lead where status = 'Closed - Not Converted' and (unqualified_reason is null or closed_at is null)`,
  )
  await none(
    'A lead somebody works on was contacted.',
    sql`lead where status = 'Working - Contacted' and first_contacted_at is null`,
  )
  await none(
    'A converted lead has its contact at its account, and is one person with it.',
    sql`lead l left join contact c on c.id = l.converted_contact_id and c.account_id = l.converted_account_id left join person p on p.id = l.person_id where l.converted_at is not null and (c.id is null or coalesce(p.merged_into_id, l.person_id) <> c.person_id)`,
  )
  await none(
    'Who is converted without the criteria met is converted with a reason.',
    sql`conversion where not criteria_met and override_reason is null`,
  )
  await none(
    'A member has a status of its campaign’s list.',
    sql`campaign_member m where not exists (select from campaign_member_status s where s.campaign_id = m.campaign_id and s.label = m.status and s.has_responded = m.has_responded)`,
  )
  await none('A contact belongs to an account.', sql`contact where account_id is null`)
  await none(
    'A primary contact works for the account of the opportunity.',
    sql`opportunity_contact_role r join contact c on c.id = r.contact_id join opportunity o on o.id = r.opportunity_id where c.account_id <> o.account_id`,
  )
  await none(
    'Everybody who owns something works here.',
    sql`lead where owner_id not in (select id from app_user union all select id from user_group)`,
  )
})

test('it all happened in the past, in order', async () => {
  const end = TODAY.toISOString()
  for (const table of [
    'lead',
    'account',
    'contact',
    'opportunity',
    'campaign',
    'campaign_member',
    'task',
    'calendar_event',
    'note',
  ]) {
    await none(
      `Nothing of ${table} comes from the future.`,
      sql`${sql.table(table)} where created_at > ${end}::timestamptz or last_modified_at < created_at or last_modified_at > ${end}::timestamptz`,
    )
  }
  await none('Events are dated.', sql`event where happened_at > ${end}::timestamptz`)
  await none(
    'Nothing changed before it was there.',
    sql`field_history h join lead l on l.id = h.record_id where h.changed_at < l.created_at`,
  )
  const [span] = await rows<{ days: number }>(
    sql`select extract(day from max(created_at) - min(created_at))::int as days from lead`,
  )
  assert.ok(span !== undefined && span.days > 700 && span.days < 735, `${span?.days} days`)
})

test('it holds what there is to show', async () => {
  const shown = {
    'a signed agreement and the one before it': sql`agreement where in_force_from is not null`,
    'leads closed with a day to ask again': sql`lead where recheck_on is not null`,
    'people who opted out': sql`lead where has_opted_out_of_email`,
    'leads nobody read': sql`lead where read_by_owner_at is null and owner_id in (select id from app_user)`,
    'a queue with leads': sql`lead where owner_id in (select id from user_group)`,
    'unconverted leads at accounts we have': sql`lead l join account a on a.web_domain = l.web_domain where l.converted_at is null`,
    'tasks due today': sql`task where completed_at is null and activity_date = ${TODAY.toISOString().slice(0, 10)}::date`,
    'tasks to come': sql`task where completed_at is null and activity_date > ${TODAY.toISOString().slice(0, 10)}::date`,
    'inquiries of contacts': sql`inquiry i join contact c on c.person_id = i.person_id`,
    'an agreement drafted before the story begins': sql`agreement where version = 1 and created_at <= (select min(created_at) from lead)`,
    meetings: sql`calendar_event`,
    'evidence against a lead': sql`evidence where not is_met`,
    'campaigns below campaigns': sql`campaign where parent_id is not null`,
    'web forms': sql`web_form`,
    'letters that went': sql`mail_message where state = 'sent'`,
    'a letter that could not go': sql`mail_message where state = 'failed'`,
    'a letter held back': sql`mail_message where state = 'suppressed'`,
  }
  for (const [what, statement] of Object.entries(shown)) assert.ok((await count(statement)) > 0, what)
})

test('the intake has posts of every kind, each that waits for a reason of its own, and no letter is left to be sent', async () => {
  const posts = await rows<{ state: string; reason: string }>(sql`select state, reason_code as reason from form_post`)
  assert.deepEqual(
    new Set(posts.map(({ state }) => state)),
    new Set(['lead', 'inquiry', 'waiting', 'spam', 'discarded']),
  )
  const waiting = posts.filter(({ state }) => state === 'waiting').map(({ reason }) => reason)
  assert.ok(waiting.length >= 5)
  const told = await rows<{ reason: string }>(sql`select distinct reason from form_post where state = 'waiting'`)
  assert.equal(told.length, waiting.length)
  await none('Nobody outside is written to by a demonstration.', sql`mail_message where state in ('queued', 'sending')`)
})

test('hardly a lead lies open for a quarter of a year, and of those who came this month many do', async () => {
  const shareOpen = async (came: string): Promise<number> => {
    const [counted] = await rows<{ share: number }>(
      sql`select (count(*) filter (where status = 'Open - Not Contacted'))::float8 / count(*) as share from lead where ${sql.raw(came)}`,
    )
    return counted?.share ?? assert.fail()
  }
  const now = TODAY.toISOString()
  const old = await shareOpen(`created_at < timestamptz '${now}' - interval '90 days'`)
  const fresh = await shareOpen(`created_at > timestamptz '${now}' - interval '30 days'`)
  assert.ok(old < 0.09, `${old} of the old`)
  assert.ok(fresh > 0.25, `${fresh} of the fresh`)
})

test('some of the leads are likely duplicates, and matching finds them', async () => {
  const leads = await rows<{ id: number }>(sql`select id from lead where converted_at is null`)
  const ids = leads.map(({ id }) => id)
  const found = await reading(server.db, server.org, (tx) => findDuplicatesOf(tx, theProgram, 'Lead', ids))
  const likely = found.filter(({ length }) => length > 0).length
  assert.ok(likely > ids.length / 100 && likely < ids.length / 8, `${likely} of ${ids.length}`)
})

test('everybody it names can sign in, in every role', async () => {
  assert.deepEqual(new Set(logins.people.map(({ role }) => role)).size, roles.length)
  for (const { email } of new Map(logins.people.map((person) => [person.role, person])).values()) {
    const answer = await server.call('POST', '/api/session', { body: { email, password: logins.password } })
    assert.equal(answer.statusCode, 200, `${email}: ${answer.body}`)
  }
  assert.match(tableOf(logins), new RegExp(`Vetter .*amara[^]*${logins.password}`))
})

test('an org that has records already is left alone', async () => {
  const lines: string[] = []
  assert.equal(
    await fillWithDemonstration(server.db, server.org, (line) => lines.push(line), { size: SIZE }),
    undefined,
  )
  assert.match(lines.join(' '), /has records already/)
  assert.equal(await count(sql`lead`), 600)
})
