import { defineCommand } from './command.ts'
import { withDatabase } from './database.ts'
import { say } from './say.ts'
import { says } from './says.ts'

export const campaignsRecount = defineCommand({
  name: 'campaigns recount',
  says: says['campaigns recount'],
  takes: [],
  options: {},
  run: async () => {
    const [{ listOrgs }, { recountCampaigns }, { recountCollected }, { inTransaction }] = await Promise.all([
      import('../../server/ground/orgs/orgs.ts'),
      import('../../server/records/campaigns/counting.ts'),
      import('../../server/records/opportunities/payments.ts'),
      import('../../server/platform/transactions.ts'),
    ])
    let wrong = 0
    await withDatabase(async ({ db }) => {
      for (const org of await listOrgs(db)) {
        const corrections = await inTransaction(db, org, recountCampaigns)
        wrong += corrections.length
        for (const {
          campaign,
          status,
          wasMembers,
          members,
          leads,
          contacts,
          converted,
          responses,
          responders,
        } of corrections)
          say(
            `${org.name}: '${campaign}', ${status}: ${wasMembers} members were kept, ${wasMembers + members} were counted (${signed({ leads, contacts, converted, responses, responders })}).`,
          )
        const cash = await inTransaction(db, org, recountCollected)
        wrong += cash.length
        for (const { name, was, sum } of cash)
          say(`${org.name}: the opportunity '${name}' kept ${was} as collected, and its payments come to ${sum}.`)
      }
    })
    say(wrong === 0 ? 'Every kept number equals the count.' : `${wrong} kept numbers were corrected.`)
    return wrong === 0 ? 0 : 1
  },
})

const signed = (differences: Readonly<Record<string, number>>): string =>
  Object.entries(differences)
    .map(([name, n]) => `${name} ${n > 0 ? '+' : ''}${n}`)
    .join(', ')
