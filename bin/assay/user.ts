import { theProgram } from '../../server/ground/users/actor.ts'
import { inviteUsers } from '../../server/ground/users/links.ts'
import { hashPassword, refuseWeakPassword } from '../../server/ground/users/passwords.ts'
import { roles } from '../../shared/roles.ts'
import { createUsers, setPassword } from '../../server/ground/users/users.ts'
import { inTransaction } from '../../server/platform/transactions.ts'
import type { Tx } from '../../server/platform/tx.ts'
import { defineCommand, WrongUse } from './command.ts'
import { withDatabase } from './database.ts'
import { chosenOrg, orgOption } from './people.ts'
import { remark, say } from './say.ts'
import { says } from './says.ts'

const PASSWORD_MAX_CHARACTERS = 1000

export const userCreate = defineCommand({
  name: 'user create',
  says: says['user create'],
  takes: [],
  options: {
    email: { type: 'string', takes: 'EMAIL', says: 'their address, with which they sign in' },
    name: { type: 'string', takes: 'NAME', says: "first and last name: 'Ada Okafor'" },
    role: { type: 'string', takes: 'ROLE', says: roles.join(', ') },
    'password-stdin': { type: 'boolean', says: 'take the password from standard input, and print no link' },
    org: orgOption,
  },
  run: async ({ values: { email, name, role: wanted, 'password-stdin': hasPassword, org: orgName } }) => {
    if (email === undefined || name === undefined || wanted === undefined)
      throw new WrongUse('assay user create needs --email, --name and --role.')
    const role = roles.find((one) => one === wanted.replace('-', '_').toLowerCase())
    if (role === undefined) throw new WrongUse(`There is no role '${wanted}'. The roles are ${roles.join(', ')}.`)
    const hash = hasPassword === true ? await hashFor(await passwordFromInput(), email) : undefined
    await withDatabase(async ({ db, config }) => {
      const org = await chosenOrg(db, orgName)
      const token = await inTransaction(db, org, async (tx) => {
        const id = await create(tx, { email, name, role })
        if (hash !== undefined) {
          await setPassword(tx, theProgram, id, hash)
          return undefined
        }
        const [link] = await inviteUsers(tx, theProgram, [id])
        return link?.token
      })
      remark(`${name.trim()} is a user of ${org.name} now (${role}).`)
      if (token === undefined) return say(`They sign in at ${config.publicUrl}/sign-in`)
      remark('They choose a password here; the link opens once, within seven days:')
      say(`${config.publicUrl}/invitation?token=${encodeURIComponent(token)}`)
    })
    return 0
  },
})

async function create(
  tx: Tx,
  { email, name, role }: { readonly email: string; readonly name: string; readonly role: string },
): Promise<number> {
  const words = name.trim().split(/\s+/)
  const [saved] = await createUsers(tx, theProgram, [
    { Email: email, FirstName: words.slice(0, -1).join(' '), LastName: words.at(-1), Role: role },
  ])
  if (saved?.id === undefined || saved.refusal !== undefined)
    throw saved?.refusal ?? new Error('The user was not made.')
  return saved.id
}

async function hashFor(password: string, email: string): Promise<string> {
  refuseWeakPassword(password, email)
  return hashPassword(password)
}

async function passwordFromInput(): Promise<string> {
  let text = ''
  for await (const part of process.stdin.setEncoding('utf8')) {
    text += String(part)
    if (text.length > PASSWORD_MAX_CHARACTERS)
      throw new WrongUse('What came on standard input is too long for a password.')
  }
  return text.replace(/\r?\n$/, '')
}
