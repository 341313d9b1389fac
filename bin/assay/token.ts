import { createToken, tokenScopes, type Scope } from '../../server/ground/users/tokens.ts'
import { inTransaction } from '../../server/platform/transactions.ts'
import { defineCommand, WrongUse } from './command.ts'
import { withDatabase } from './database.ts'
import { chosenOrg, orgOption, userNamed } from './people.ts'
import { remark, say } from './say.ts'
import { says } from './says.ts'

export const tokenCreate = defineCommand({
  name: 'token create',
  says: says['token create'],
  takes: [],
  options: {
    user: { type: 'string', takes: 'EMAIL', says: 'whose role the program has' },
    name: { type: 'string', takes: 'NAME', says: 'what the program is called' },
    scopes: { type: 'string', takes: 'LIST', says: `of ${tokenScopes.join(', ')}; read unless said` },
    expires: { type: 'string', takes: 'DATE', says: 'the day it stops working, such as 2027-12-31; never unless said' },
    org: orgOption,
  },
  notes: 'The token is written to standard output alone, and shown this once.',
  run: async ({ values: { user: email, name, scopes = 'read', expires, org: orgName } }) => {
    if (email === undefined || name === undefined || name.trim() === '' || name.length > 80)
      throw new WrongUse('assay token create needs --user, and a --name of at most 80 characters.')
    const wanted = {
      name: name.trim(),
      scopes: scopesIn(scopes),
      expiresAt: expires === undefined ? undefined : dayIn(expires),
    }
    await withDatabase(async ({ db }) => {
      const org = await chosenOrg(db, orgName)
      const user = await userNamed(db, org, email)
      const { token } = await inTransaction(db, org, (tx) => createToken(tx, user, wanted))
      remark(
        `A token for '${wanted.name}', as ${user.name} (${wanted.scopes.join(', ')}), sent as 'Authorization: Bearer …':`,
      )
      say(token)
    })
    return 0
  },
})

function scopesIn(text: string): Scope[] {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  const known = words.flatMap((word) => tokenScopes.find((scope) => scope === word) ?? [])
  if (words.length > 0 && known.length === words.length) return known
  throw new WrongUse(`--scopes is a list of ${tokenScopes.join(', ')}, such as read,write.`)
}

function dayIn(text: string): Date {
  const day = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59Z` : Number.NaN)
  if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return day
  throw new WrongUse(`--expires is a day such as 2027-12-31, and not '${text}'.`)
}
