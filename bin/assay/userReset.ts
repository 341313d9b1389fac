import { removeSecondSteps } from '../../server/ground/secondStep/secondStep.ts'
import { theProgram } from '../../server/ground/users/actor.ts'
import { addressOfLink, inviteUsers } from '../../server/ground/users/links.ts'
import { inTransaction } from '../../server/platform/transactions.ts'
import { defineCommand, WrongUse } from './command.ts'
import { withDatabase } from './database.ts'
import { chosenOrg, orgOption, userNamed } from './people.ts'
import { remark, say } from './say.ts'
import { says } from './says.ts'

export const userReset = defineCommand({
  name: 'user reset',
  says: says['user reset'],
  takes: [],
  options: {
    email: { type: 'string', takes: 'EMAIL', says: 'their address or user name' },
    'remove-second-step': { type: 'boolean', says: 'take their authenticator app and recovery codes away, too' },
    org: orgOption,
  },
  notes: 'Their password of now goes on opening until the link is used.',
  run: async ({ values: { email, 'remove-second-step': removesSecondStep = false, org: orgName } }) => {
    if (email === undefined) throw new WrongUse('assay user reset needs --email.')
    await withDatabase(async ({ db, config }) => {
      const org = await chosenOrg(db, orgName)
      const { userId, name } = await userNamed(db, org, email)
      const [link] = await inTransaction(db, org, async (tx) => {
        if (removesSecondStep) await removeSecondSteps(tx, theProgram, [userId])
        return inviteUsers(tx, theProgram, [userId], 'password')
      })
      if (link === undefined) throw new Error('No link was made.')
      if (removesSecondStep) remark(`The sign-in of ${name} asks for no second step any more.`)
      remark(`${name} chooses a new password here; the link opens once, within a day:`)
      say(addressOfLink(config.publicUrl, link, 'password'))
    })
    return 0
  },
})
