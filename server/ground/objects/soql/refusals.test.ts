import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../../records/activities/activities.ts'
import '../../../records/campaigns/campaigns.ts'
import { anOrg } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'
import { refusalOf } from '../../../../test/support/soql.ts'

const COLUMN_HINT =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."
const RELATION_HINT =
  "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names."

test('a query that would ask too much of the database is refused before it does', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const bosses = ['Manager', 'CreatedBy', 'LastModifiedBy']
    const paths = ['', 'MasterRecord.', 'MasterRecord.MasterRecord.'].flatMap((start) =>
      ['CreatedBy', 'LastModifiedBy'].flatMap((who) =>
        bosses.flatMap((one) => bosses.map((two) => `${start}${who}.${one}.${two}.Id`)),
      ),
    )
    assert.equal((await refusalOf(tx, admin, `SELECT ${paths.join(', ')} FROM Lead`)).code, 'query_too_complicated')
    const wide = `SELECT TYPEOF Who ${'WHEN Lead THEN Id, Name, City, State, Street, Title, Fax '.repeat(250)}END FROM Task`
    assert.equal((await refusalOf(tx, admin, wide)).code, 'query_too_complicated')
  }))

test('what does not exist is refused with its place and the words clients know', () =>
  rolledBack(async (tx) => {
    const { admin } = await anOrg(tx)
    const refusal = await refusalOf(tx, admin, 'SELECT Foo FROM Lead')
    assert.deepEqual(refusal.details.facts, { soql: true, row: 1, column: 8 })
    assert.equal(refusal.kind, 'malformed')
    assert.equal(
      refusal.message,
      `\nSELECT Foo FROM Lead\n       ^\nERROR at Row:1:Column:8\nNo such column 'Foo' on entity 'Lead'. ${COLUMN_HINT}`,
    )
    const cases: readonly (readonly [string, string, string])[] = [
      [
        'SELECT Id FROM Leed',
        'invalid_type',
        "sObject type 'Leed' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
      ],
      [
        'SELECT Boss.Name FROM Lead',
        'invalid_field',
        `Didn't understand relationship 'Boss' in field path. ${RELATION_HINT}`,
      ],
      [
        "SELECT Id FROM Lead WHERE CreatedDate > '2026-01-01'",
        'invalid_field',
        "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
      ],
      [
        'SELECT Id FROM Lead WHERE CreatedDate > 2026-01-01',
        'invalid_field',
        "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
      ],
      [
        'SELECT Id FROM Lead WHERE LastName = 5',
        'invalid_field',
        "value of filter criterion for field 'LastName' must be of type string and should be enclosed in quotes",
      ],
      [
        "SELECT Id FROM Lead WHERE DoNotCall = 'true'",
        'invalid_field',
        "value of filter criterion for field 'DoNotCall' must be of type boolean and should not be enclosed in quotes",
      ],
      [
        "SELECT Id FROM Lead WHERE NumberOfEmployees = '5'",
        'invalid_field',
        "value of filter criterion for field 'NumberOfEmployees' must be of type int and should not be enclosed in quotes",
      ],
      ["SELECT Id FROM Lead WHERE Id = 'abc'", 'invalid_query_filter_operator', 'invalid ID field: abc'],
      [
        "SELECT Id FROM Lead WHERE OwnerId LIKE '005%'",
        'invalid_query_filter_operator',
        'invalid operator on reference field',
      ],
      [
        "SELECT Id FROM Lead WHERE City INCLUDES ('x')",
        'invalid_query_filter_operator',
        'invalid operator on string field',
      ],
      [
        "SELECT Id FROM Lead WHERE Description = 'x'",
        'invalid_field',
        "field 'Description' can not be filtered in a query call",
      ],
      [
        'SELECT Id FROM Lead ORDER BY Description',
        'malformed_query',
        "field 'Description' can not be sorted in a query call",
      ],
      ['SELECT Id, Name, id FROM Lead', 'malformed_query', 'duplicate field selected: Id'],
      ['SELECT Id FROM Lead OFFSET 2001', 'number_outside_valid_range', 'Maximum SOQL offset allowed is 2000'],
      [
        'SELECT Id FROM Lead WHERE CreatedDate = LAST_FORTNIGHT',
        'malformed_query',
        "unexpected token: 'LAST_FORTNIGHT'",
      ],
      ['SELECT Id FROM Lead WHERE Id = :lead', 'malformed_query', 'Bind variables only allowed in Apex code'],
      [
        'SELECT Id FROM Lead WHERE CreatedDate > 2026-02-30T00:00:00Z',
        'malformed_query',
        'Invalid dateTime: 2026-02-30T00:00:00Z',
      ],
      [
        "SELECT Id FROM Lead WHERE City = 'a\\x'",
        'malformed_query',
        "Invalid string literal. Illegal character sequence '\\x' in string literal",
      ],
      ["SELECT Id FROM Lead WHERE City = '\\u0000'", 'malformed_query', 'Invalid string literal'],
      [
        'SELECT ConvertedAccount.Parent.Parent.Parent.Parent.Parent.Name FROM Lead',
        'malformed_query',
        'SOQL statements cannot query parent relationships more than 5 levels deep',
      ],
      [
        'SELECT Id FROM Lead WITH DATA CATEGORY Geo__c AT a__c',
        'malformed_query',
        'WITH DATA CATEGORY is only for knowledge articles, and there are none',
      ],
      [
        'SELECT UPPER(Name) FROM Lead',
        'malformed_query',
        "unexpected function in a query without groups: 'UPPER(Name)'",
      ],
      ['SELECT Name n FROM Lead', 'malformed_query', 'only aggregate expressions use field aliasing'],
      [
        'SELECT Id FROM User USING SCOPE mine',
        'malformed_query',
        "Scope 'mine' is not supported for the entity 'User'",
      ],
      [
        'SELECT Subject, TYPEOF Who WHEN Account THEN Name END FROM Task',
        'invalid_field',
        `Didn't understand relationship 'Account' in field path. ${RELATION_HINT}`,
      ],
    ]
    for (const [text, code, sentence] of cases) {
      const { code: given, message, details } = await refusalOf(tx, admin, text)
      assert.equal(given, code, text)
      assert.ok(message.endsWith(`\n${sentence}`), `${text}\n${message}`)
      assert.equal(typeof details.facts?.column, 'number', text)
    }
  }))
