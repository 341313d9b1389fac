import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCampaign, aContact, aLead, anAccount, anOpportunity, anOrg } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'
import { columnOf, quoted, refusalOf, rowsOf } from '../../../../test/support/soql.ts'
import { encodeId } from '../../../../shared/ids.ts'
import { createTasks } from '../../../records/activities/activities.ts'
import { deleteLeads } from '../../../records/leads/leads.ts'
import { columnsOf, explain, firstPage, prepareSoql } from './soql.ts'

test('fields come in the order they were asked for, under their own names, with parents inside', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const AccountId = encodeId(await anAccount(tx, admin, { Name: 'Fjord AB', Industry: 'Energy' }))
    const id = await aContact(tx, admin, { LastName: 'Lind', FirstName: 'Eva', AccountId })
    const [row] = await rowsOf(
      tx,
      admin,
      'select lastname, c.Account.Name, ID, account.industry, Owner.Name from contact c',
    )
    assert.deepEqual(row, {
      LastName: 'Lind',
      Account: { Name: 'Fjord AB', Industry: 'Energy' },
      Id: id,
      Owner: { Name: 'administrator' },
    })
    assert.deepEqual(Object.keys(row ?? {}), ['LastName', 'Account', 'Id', 'Owner'])
    const prepared = await prepareSoql(tx, admin, 'SELECT Id, Account.Name FROM Contact')
    assert.deepEqual(
      columnsOf(prepared).map(({ name, is, type }) => [name, is, type]),
      [
        ['Id', 'value', 'id'],
        ['Account', 'parent', undefined],
      ],
    )
    const [first] = (await firstPage(tx, admin, prepared)).rows
    assert.deepEqual([first?.type, first?.id], ['Contact', id])
  }))

test('text is compared without regard to letter case, and blanks are neither equal nor like anything', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    for (const [LastName, City] of [
      ['Ångström', 'Malmö'],
      ["O'Neil", null],
      ['50% off_er', 'Oslo'],
    ])
      await aLead(tx, admin, { LastName, City })
    const named = (where: string) =>
      columnOf(tx, admin, `SELECT LastName FROM Lead WHERE ${where} ORDER BY LastName`, 'LastName')
    assert.deepEqual(await named("LastName = 'ÅNGSTRÖM'"), ['Ångström'])
    assert.deepEqual(await named("LastName = 'o\\'neil'"), ["O'Neil"])
    assert.deepEqual(await named("Name IN ('Åsa van Ångström', 'x')"), [])
    assert.deepEqual(await named("Name = 'o\\'neil' OR Name = '50% OFF_er'"), ['50% off_er', "O'Neil"])
    assert.deepEqual(await named("LastName LIKE '%\\%%'"), ['50% off_er'])
    assert.deepEqual(await named("LastName LIKE '%f\\_e_'"), ['50% off_er'])
    assert.deepEqual(await named("LastName LIKE '%f_e_' AND LastName LIKE '5%'"), ['50% off_er'])
    assert.deepEqual(await named("City != 'OSLO'"), ["O'Neil", 'Ångström'])
    assert.deepEqual(await named("City NOT IN ('oslo')"), ["O'Neil", 'Ångström'])
    assert.deepEqual(await named("NOT City LIKE 'o%'"), ["O'Neil", 'Ångström'])
    assert.deepEqual(await named("City = '' OR City > 'n'"), ['50% off_er', "O'Neil"])
    assert.deepEqual(await named("City IN ('malmö', null)"), ["O'Neil", 'Ångström'])
    assert.deepEqual(await named("Status = 'open - NOT contacted' AND City = null"), ["O'Neil"])
    assert.deepEqual(await named("Company = 'x\\' OR Id != null --'"), [])
  }))

test('a person is found by the whole name, wherever it is parted', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    for (const [FirstName, LastName] of [
      ['Anna Maria', 'de la Cruz'],
      ['Anna', 'Maria de la Cruz'],
      [null, 'Anna Maria de la Cruz'],
      ['Maria', 'Cruz'],
    ])
      await aLead(tx, admin, { FirstName, LastName, Email: `${LastName?.length}@x.example` })
    const found = (where: string) =>
      columnOf(tx, admin, `SELECT FirstName FROM Lead WHERE ${where} ORDER BY FirstName`, 'FirstName')
    assert.deepEqual(await found("Name = 'ANNA maria de la cruz'"), [null, 'Anna', 'Anna Maria'])
    assert.deepEqual(await found("Name IN ('maria cruz', 'x')"), ['Maria'])
    assert.deepEqual(await found("Name != 'Anna Maria de la Cruz'"), ['Maria'])
    assert.equal((await found("Id > '000000000000000AAA'")).length, 4)
  }))

test('numbers, money, dates and checkboxes are compared as what they are', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await anOpportunity(tx, admin, { Name: 'A', Amount: 1000, CloseDate: '2027-01-31' })
    await anOpportunity(tx, admin, { Name: 'B', Amount: 1000.5, CloseDate: '2027-02-01' })
    await anOpportunity(tx, admin, {
      Name: 'C',
      Amount: null,
      NoAmountReason: 'Not priced yet',
      CloseDate: '2028-06-15',
    })
    const named = (where: string) =>
      columnOf(tx, admin, `SELECT Name FROM Opportunity WHERE ${where} ORDER BY Name`, 'Name')
    assert.deepEqual(await named('Amount > 1e3'), ['B'])
    assert.deepEqual(await named('Amount IN (USD1000, usd1000.50)'), ['A', 'B'])
    assert.deepEqual(await named('Amount <= +1000.49 OR Amount = null'), ['A', 'C'])
    assert.deepEqual(await named('CloseDate >= 2027-02-01 AND CloseDate < 2028-06-15'), ['B'])
    assert.deepEqual(await named('CALENDAR_YEAR(CloseDate) = 2027 AND DAY_IN_MONTH(CloseDate) = 31'), ['A'])
    assert.deepEqual(await named('IsClosed = FALSE'), ['A', 'B', 'C'])
    assert.deepEqual(await named('IsClosed != false'), [])
    assert.deepEqual(await named(`CreatedDate = ${tx.now.toISOString().replace('Z', '+0000')}`), ['A', 'B', 'C'])
    assert.deepEqual(await named('CreatedDate = TODAY AND CreatedDate > LAST_N_DAYS:3 AND CreatedDate < NEXT_WEEK'), [
      'A',
      'B',
      'C',
    ])
    assert.deepEqual(await named('CreatedDate = YESTERDAY'), [])
  }))

test('blank values come first in either direction unless they are said to be last', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    for (const City of ['b', null, 'A']) await aLead(tx, admin, { LastName: City ?? '-', City })
    const cities = (order: string) => columnOf(tx, admin, `SELECT City FROM Lead ORDER BY ${order}`, 'City')
    assert.deepEqual(await cities('City'), [null, 'A', 'b'])
    assert.deepEqual(await cities('City DESC'), [null, 'b', 'A'])
    assert.deepEqual(await cities('City NULLS LAST, Id'), ['A', 'b', null])
    assert.deepEqual(await cities('City DESC NULLS LAST LIMIT 1'), ['b'])
    assert.deepEqual(await cities('City LIMIT 2 OFFSET 1'), ['A', 'b'])
  }))

test('who and what may be of several objects: their names, their types, and more by TYPEOF', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const lead = await aLead(tx, admin, { LastName: 'Sato', Company: 'Kaze KK' })
    const account = await anAccount(tx, admin, { Name: 'Fjord AB', Industry: 'Energy' })
    const contact = await aContact(tx, admin, { LastName: 'Lind', AccountId: encodeId(account) })
    await createTasks(tx, admin, [
      { Subject: '1', WhoId: encodeId(lead) },
      { Subject: '2', WhoId: encodeId(contact), WhatId: encodeId(account) },
      { Subject: '3' },
    ])
    assert.deepEqual(await rowsOf(tx, admin, 'SELECT Who.Name, Who.Type, What.Name FROM Task ORDER BY Subject'), [
      { Who: { Name: 'Sato', Type: 'Lead' }, What: null },
      { Who: { Name: 'Lind', Type: 'Contact' }, What: { Name: 'Fjord AB' } },
      { Who: null, What: null },
    ])
    assert.deepEqual(
      await rowsOf(
        tx,
        admin,
        'SELECT TYPEOF Who WHEN Lead THEN Company WHEN Contact THEN Account.Name END, TYPEOF What WHEN Campaign THEN IsActive ELSE Name END FROM Task ORDER BY Subject',
      ),
      [
        { Who: { Company: 'Kaze KK' }, What: null },
        { Who: { Account: { Name: 'Fjord AB' } }, What: { Name: 'Fjord AB' } },
        { Who: null, What: null },
      ],
    )
    assert.deepEqual(await columnOf(tx, admin, "SELECT Subject FROM Task WHERE Who.Type = 'Lead'", 'Subject'), ['1'])
    assert.deepEqual(
      await columnOf(tx, admin, 'SELECT Subject FROM Task WHERE IsHighPriority IN (TRUE)', 'Subject'),
      [],
    )
    assert.deepEqual(await columnOf(tx, admin, "SELECT Subject FROM Task WHERE What.Name LIKE 'fj%'", 'Subject'), ['2'])
    assert.deepEqual(await columnOf(tx, admin, "SELECT Subject FROM Task WHERE Owner.Type != 'User'", 'Subject'), [])
    assert.match(
      (await refusalOf(tx, admin, 'SELECT What.Amount FROM Task')).message,
      /No such column 'Amount' on entity 'Name'/,
    )
  }))

test('ids that another query answers are looked for, and those it does not', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [won, open] = [await anAccount(tx, admin, { Name: 'Won' }), await anAccount(tx, admin, { Name: 'Open' })]
    await anAccount(tx, admin, { Name: 'None' })
    await anOpportunity(tx, admin, { AccountId: encodeId(won), Name: 'x', StageName: 'Qualification' })
    await anOpportunity(tx, admin, { AccountId: encodeId(open), Name: 'y' })
    const named = (where: string) =>
      columnOf(tx, admin, `SELECT Name FROM Account WHERE ${where} ORDER BY Name`, 'Name')
    assert.deepEqual(await named("Id IN (SELECT AccountId FROM Opportunity WHERE StageName = 'qualification')"), [
      'Won',
    ])
    assert.deepEqual(await named('Id NOT IN (SELECT AccountId FROM Opportunity)'), ['None'])
    assert.deepEqual(
      await named(
        `Id IN (SELECT AccountId FROM Opportunity) AND Id NOT IN (SELECT AccountId FROM Opportunity WHERE Name = 'x')`,
      ),
      ['Open'],
    )
    const nested = "SELECT Id FROM Account WHERE Name = 'x' OR Id IN (SELECT AccountId FROM Opportunity)"
    assert.match(
      (await refusalOf(tx, admin, nested)).message,
      /Semi join sub-selects are only allowed at the top level/,
    )
    assert.equal(
      (await refusalOf(tx, admin, 'SELECT Id FROM Account WHERE Id IN (SELECT Name FROM Opportunity)')).code,
      'malformed_query',
    )
  }))

test('what hangs on a record comes with it, with conditions, an order and a limit of its own', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const full = encodeId(await anAccount(tx, admin, { Name: 'Full' }))
    await anAccount(tx, admin, { Name: 'Empty' })
    for (const LastName of ['b', 'c', 'a']) {
      const contact = await aContact(tx, admin, { LastName, AccountId: full })
      if (LastName !== 'c') await createTasks(tx, admin, [{ Subject: `Call ${LastName}`, WhoId: encodeId(contact) }])
    }
    assert.deepEqual(
      await rowsOf(
        tx,
        admin,
        "SELECT (SELECT Contact.LastName, (SELECT Subject FROM Tasks) FROM Account.Contacts WHERE LastName != 'b' ORDER BY LastName DESC LIMIT 2), Name FROM Account ORDER BY Name",
      ),
      [
        { Contacts: null, Name: 'Empty' },
        {
          Contacts: [
            { LastName: 'c', Tasks: null },
            { LastName: 'a', Tasks: [{ Subject: 'Call a' }] },
          ],
          Name: 'Full',
        },
      ],
    )
    assert.match(
      (await refusalOf(tx, admin, 'SELECT (SELECT Id FROM Kontakts) FROM Account')).message,
      /Didn't understand relationship 'Kontakts' in FROM part of query call/,
    )
    assert.match(
      (await refusalOf(tx, admin, 'SELECT (SELECT COUNT() FROM Contacts) FROM Account')).message,
      /aggregate expressions/,
    )
  }))

test('records in the recycle bin are there for queryAll and ALL ROWS only', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const [kept, gone] = [await aLead(tx, admin, { LastName: 'Kept' }), await aLead(tx, admin, { LastName: 'Gone' })]
    await deleteLeads(tx, admin, [gone])
    const text = 'SELECT LastName, IsDeleted FROM Lead ORDER BY LastName'
    assert.deepEqual(await rowsOf(tx, admin, text), [{ LastName: 'Kept', IsDeleted: false }])
    const both = [
      { LastName: 'Gone', IsDeleted: true },
      { LastName: 'Kept', IsDeleted: false },
    ]
    assert.deepEqual(await rowsOf(tx, admin, text, true), both)
    assert.deepEqual(await rowsOf(tx, admin, `${text} ALL ROWS`), both)
    assert.deepEqual(
      await columnOf(tx, admin, `SELECT Id FROM Lead WHERE Id IN (${quoted(kept)}, ${quoted(gone)})`, 'Id'),
      [kept],
    )
  }))

test('addresses, labels and formats are shown as people read them', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await aLead(tx, admin, { City: 'Oslo', Latitude: 59.91, Longitude: 10.75, AnnualRevenue: 1234.5 })
    await aLead(tx, admin, { LastName: 'Nowhere' })
    const [row, nowhere] = await rowsOf(
      tx,
      admin,
      'SELECT Address, FORMAT(AnnualRevenue) shown, convertCurrency(AnnualRevenue), toLabel(Status) FROM Lead ORDER BY City NULLS LAST',
    )
    assert.equal(nowhere?.Address, null)
    assert.deepEqual(
      { ...row, Address: undefined },
      { Address: undefined, shown: '$1,234.50', AnnualRevenue: 1234.5, Status: 'Open - Not Contacted' },
    )
    const near = (km: number) =>
      columnOf(
        tx,
        admin,
        `SELECT City FROM Lead WHERE DISTANCE(Address, GEOLOCATION(59.33, 18.06), 'km') < ${km}`,
        'City',
      )
    // Oslo is some 416 km from Stockholm.
    assert.deepEqual([await near(400), await near(430)], [[], ['Oslo']])
    const text = "SELECT Id FROM Task WHERE DISTANCE(Subject, GEOLOCATION(1, 2), 'mi') < 1"
    assert.match((await refusalOf(tx, admin, text)).message, /is not a geolocation field/)
  }))

test('FIELDS() stands for all fields, the standard ones, or those of the org', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    await aCampaign(tx, admin, { Name: 'Fair' })
    const [row] = await rowsOf(tx, admin, 'SELECT Name, FIELDS(STANDARD) FROM Campaign')
    assert.equal(row?.Name, 'Fair')
    assert.ok(Object.keys(row ?? {}).length > 20)
    assert.deepEqual(
      await rowsOf(tx, admin, 'SELECT Id, FIELDS(CUSTOM) FROM Campaign LIMIT 200').then((rows) =>
        Object.keys(rows[0] ?? {}),
      ),
      ['Id'],
    )
    const refusal = await refusalOf(tx, admin, 'SELECT FIELDS(ALL) FROM Campaign')
    assert.match(refusal.message, /The SOQL FIELDS function must have a LIMIT of at most 200/)
  }))

test('how a query would be run is told without running it', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const id = await aLead(tx, admin)
    const plans = async (text: string) => explain(tx, admin, await prepareSoql(tx, admin, text))
    const [plan] = await plans(`SELECT Name FROM Lead WHERE Id = ${quoted(id)} FOR UPDATE`)
    assert.deepEqual([plan?.sobjectType, plan?.leadingOperationType, plan?.fields], ['Lead', 'Index', ['Id']])
    const [scan] = await plans('SELECT COUNT(Id) FROM Lead WHERE Phone = null')
    assert.equal(scan?.notes[0]?.tableEnumOrId, 'Lead')
  }))
