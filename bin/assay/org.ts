import { defineCommand, WrongUse } from './command.ts'
import { say } from './say.ts'
import { says } from './says.ts'
import { withDatabase } from './database.ts'

export const orgCreate = defineCommand({
  name: 'org create',
  says: says['org create'],
  takes: [],
  options: { name: { type: 'string', takes: 'NAME', says: 'what the company is called' } },
  run: async ({ values: { name } }) => {
    if (name === undefined) throw new WrongUse('assay org create needs --name.')
    const [{ createOrg }, { seedOrg }] = await Promise.all([
      import('../../server/ground/orgs/orgs.commands.ts'),
      import('../../server/doors.ts'),
    ])
    await withDatabase(async ({ db }) => {
      const org = await createOrg(db, { name: name.trim(), seed: seedOrg })
      say(`${org.name} is there, in the schema ${org.schema}.`)
      say(
        `Its first administrator: npm run assay -- user create --org ${org.schema} --email you@company.com --name 'Your Name' --role administrator`,
      )
    })
    return 0
  },
})
