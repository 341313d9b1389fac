import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import { getRecord } from '../../ground/objects/objects.ts'
import { searchQuery } from '../../ground/objects/words.ts'
import { companyName, webDomain } from '../../ground/people/company.ts'
import { companyDomain } from '../../ground/people/matchKeys.ts'
import { may, type Actor } from '../../ground/users/actor.ts'
import {
  accountsLike,
  contactsOfAccounts,
  leadsLike,
  talksWith,
  type AccountRow,
  type CompanyTraits,
  type PersonRow,
  type Talk,
} from './company.sql.ts'

/** Somebody at the company, why we think so, and who of us spoke to them. */
export type Colleague = PersonRow & { readonly reasons: readonly string[]; readonly talks: readonly Talk[] }

/** Who we know at a company: several people are met before one of them is qualified (R126, R127). */
export type Company = {
  readonly name: string
  readonly domains: readonly string[]
  readonly accounts: readonly { readonly id: number; readonly name: string; readonly reasons: readonly string[] }[]
  readonly leads: readonly Colleague[]
  readonly contacts: readonly Colleague[]
}

/** The company of a lead: its other leads, its accounts and their contacts. The lead's own person is left out. Throws not_found. */
export async function companyOfLead(tx: Tx, actor: Actor, leadId: number): Promise<Company> {
  const wanted = ['Company', 'Email', 'Website', 'PersonId']
  const lead = await getRecord(tx, actor, await definitionOf(tx, 'Lead'), leadId, wanted)
  const domain = companyDomain({ email: textOr(lead.Email), website: textOr(lead.Website) })
  const traits = traitsOf(String(lead.Company), domain === '' ? [] : [domain])
  const accounts = may(actor, 'read', 'Account')
    ? closeTo(traits, await accountsLike(tx, actor, traits), ({ name }) => name)
    : []
  const contacts =
    accounts.length === 0 || !may(actor, 'read', 'Contact')
      ? []
      : await contactsOfAccounts(
          tx,
          actor,
          accounts.map(({ row }) => row.id),
        )
  const leads = closeTo(traits, await leadsLike(tx, actor, traits), ({ company }) => company).filter(
    ({ row }) => row.id !== leadId,
  )
  const others = contacts.filter(({ personId }) => personId !== lead.PersonId)
  return companyWith(tx, actor, traits, accounts, leads, others)
}

/** Leads that belong to an account's company and are not converted yet, found by e-mail domain and company name; and its contacts. */
export async function companyOfAccount(tx: Tx, actor: Actor, accountId: number): Promise<Company> {
  const account = await getRecord(tx, actor, await definitionOf(tx, 'Account'), accountId, ['Name', 'Website'])
  const contacts = may(actor, 'read', 'Contact') ? await contactsOfAccounts(tx, actor, [accountId]) : []
  const domains = [
    typeof account.Website === 'string' ? webDomain(account.Website) : '',
    ...contacts.map(({ email }) => companyDomain({ email })),
  ]
  const traits = traitsOf(String(account.Name), [...new Set(domains.filter(Boolean))])
  const leads = may(actor, 'read', 'Lead')
    ? closeTo(traits, await leadsLike(tx, actor, traits), ({ company }) => company)
    : []
  return companyWith(
    tx,
    actor,
    traits,
    [{ row: { id: accountId, name: String(account.Name), domain: null }, reasons: [] }],
    leads,
    contacts,
  )
}

type Close<Row> = { readonly row: Row; readonly reasons: readonly string[] }

const traitsOf = (name: string, domains: readonly string[]): CompanyTraits => ({
  name,
  domains,
  words: searchQuery(companyName(name).core),
})

/** Of the candidates, those whose domain or whose name without legal form is the same, with the reason. */
function closeTo<Row extends { readonly domain: string | null }>(
  traits: CompanyTraits,
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): Close<Row>[] {
  const wanted = companyName(traits.name).joined
  return rows.flatMap((row) => {
    const reasons = [
      ...(row.domain !== null && traits.domains.includes(row.domain) ? [`Same domain ${row.domain}`] : []),
      ...(companyName(nameOf(row)).joined === wanted ? ['Same company name'] : []),
    ]
    return reasons.length === 0 ? [] : [{ row, reasons }]
  })
}

async function companyWith(
  tx: Tx,
  actor: Actor,
  traits: CompanyTraits,
  accounts: readonly Close<AccountRow>[],
  leads: readonly Close<PersonRow>[],
  contacts: readonly PersonRow[],
): Promise<Company> {
  const people = [...leads.map(({ row }) => row), ...contacts]
  const talks =
    people.length === 0 || !may(actor, 'read', 'Task')
      ? []
      : await talksWith(tx, actor, [...new Set(people.map(({ personId }) => personId))])
  const byPerson = Map.groupBy(talks, ({ personId }) => personId)
  return {
    name: traits.name,
    domains: traits.domains,
    accounts: accounts.map(({ row, reasons }) => ({ id: row.id, name: row.name, reasons })),
    leads: leads.map(({ row, reasons }) => ({ ...row, reasons, talks: byPerson.get(row.personId) ?? [] })),
    contacts: contacts.map((row) => ({
      ...row,
      reasons: ['Contact of the account'],
      talks: byPerson.get(row.personId) ?? [],
    })),
  }
}

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null)
