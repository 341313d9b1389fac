import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { aClient, at, type Client } from '../../../../test/support/salesforce.ts'

let client: Client

before(async () => {
  client = await aClient()
})

after(() => client.server.close())

type Shown = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly name: string
  readonly LastName: string
  readonly errorCode: string
  readonly success: boolean
  readonly totalSize: number
}

type Part = {
  readonly httpStatusCode: number
  readonly referenceId: string
  readonly body: Shown & readonly Shown[] & { readonly records: readonly Shown[] }
  readonly httpHeaders: Readonly<Record<string, string>>
}

const composite = async (compositeRequest: readonly object[], allOrNone = false): Promise<Part[]> => {
  const answer = await client.conn.request<{ compositeResponse: Part[] }>({
    method: 'POST',
    url: at('/composite'),
    body: JSON.stringify({ allOrNone, compositeRequest }),
    headers: { 'content-type': 'application/json' },
  })
  return answer.compositeResponse
}

const newAccount = (referenceId: string, Name: string) => ({
  method: 'POST',
  url: at('/sobjects/Account'),
  referenceId,
  body: { Name },
})

const countNamed = async (name: string): Promise<number> =>
  (await client.conn.query(`SELECT Id FROM Account WHERE Name = '${name}'`)).totalSize

describe('a composite request', () => {
  test('is refused the part whose references would fill the memory', async () => {
    const long = 'x'.repeat(30_000)
    const [, read, bomb] = await composite([
      { ...newAccount('Long', 'Long'), body: { Name: 'Long', Description: long } },
      { method: 'GET', url: at('/sobjects/Account/@{Long.id}?fields=Description'), referenceId: 'Read' },
      {
        method: 'POST',
        url: at('/sobjects/Account'),
        referenceId: 'Bomb',
        body: { Name: 'Bomb', Description: '@{Read.Description}'.repeat(1000) },
      },
    ])
    assert.equal(read?.httpStatusCode, 200)
    assert.deepEqual([bomb?.httpStatusCode, bomb?.body[0]?.errorCode], [400, 'LIMIT_EXCEEDED'])
  })

  test('holds nothing that streams, and leads nowhere else', async () => {
    const answers = await composite(
      ['/jobs/query', '/jobs/query/750000000000001AAA/results', '/../../../metrics', '/../../../api/leads'].map(
        (path, part) => ({ method: 'GET', url: at(path), referenceId: `Part${part}` }),
      ),
    )
    assert.deepEqual(
      answers.map(({ httpStatusCode, body }) => [httpStatusCode, body[0]?.errorCode]),
      answers.map(() => [404, 'NOT_FOUND']),
    )
  })

  test('may use in one part what an earlier one was answered', async () => {
    const answers = await composite([
      newAccount('Acme', 'Composed'),
      { method: 'GET', url: at('/sobjects/Account/@{Acme.id}?fields=Id,Name'), referenceId: 'Read' },
      {
        method: 'POST',
        url: at('/sobjects/Contact'),
        referenceId: 'Lind',
        body: { LastName: 'Lind of @{Read.Name}', AccountId: '@{Acme.id}' },
      },
      {
        method: 'GET',
        url: at("/query?q=SELECT Id, LastName FROM Contact WHERE AccountId = '@{Acme.id}'"),
        referenceId: 'Found',
      },
      {
        method: 'PATCH',
        url: at('/sobjects/Contact/@{Found.records[0].Id}'),
        referenceId: 'Changed',
        body: { Title: 'CEO' },
      },
    ])
    assert.deepEqual(
      answers.map(({ referenceId, httpStatusCode }) => [referenceId, httpStatusCode]),
      [
        ['Acme', 201],
        ['Read', 200],
        ['Lind', 201],
        ['Found', 200],
        ['Changed', 204],
      ],
    )
    assert.equal(answers[0]?.httpHeaders.Location, at(`/sobjects/Account/${answers[0]?.body.id}`))
    assert.equal(answers[3]?.body.records[0]?.LastName, 'Lind of Composed')
    assert.equal(answers[4]?.body, null)
  })

  test('puts values into addresses so that they stay values', async () => {
    const [, , found] = await composite([
      newAccount('Odd', 'A & B? 100% + #1'),
      { method: 'GET', url: at('/sobjects/Account/@{Odd.id}?fields=Id,Name'), referenceId: 'Read' },
      {
        method: 'GET',
        url: at("/query?q=SELECT Id FROM Account WHERE Name = '@{Read.Name}'&columns=false"),
        referenceId: 'Found',
      },
    ])
    assert.equal(found?.body.totalSize, 1)
  })

  test('keeps what went well when a part fails, unless all go together', async () => {
    const parts = (name: string) => [
      newAccount('First', name),
      { method: 'POST', url: at('/sobjects/Account'), referenceId: 'Bad', body: {} },
      { method: 'GET', url: at('/sobjects/Account/@{Bad.id}'), referenceId: 'Needs' },
      newAccount('Last', name),
    ]
    const loose = await composite(parts('Loose'))
    assert.deepEqual(
      loose.map(({ httpStatusCode }) => httpStatusCode),
      [201, 400, 400, 201],
    )
    assert.equal(loose[2]?.body[0]?.errorCode, 'PROCESSING_HALTED')
    assert.equal(await countNamed('Loose'), 2)
    const tight = await composite(parts('Tight'), true)
    assert.deepEqual(
      tight.map(({ body }) => body[0]?.errorCode),
      ['PROCESSING_HALTED', 'REQUIRED_FIELD_MISSING', 'PROCESSING_HALTED', 'PROCESSING_HALTED'],
    )
    assert.equal(await countNamed('Tight'), 0)
  })

  test('may hold collections, and what other rooms answer', async () => {
    const [made, limits, lost, wrong] = await composite([
      {
        method: 'POST',
        url: at('/composite/sobjects'),
        referenceId: 'Many',
        body: { allOrNone: true, records: [{ attributes: { type: 'Account' }, Name: 'In a part' }] },
      },
      { method: 'GET', url: at('/sobjects/Account/describe'), referenceId: 'Described' },
      { method: 'GET', url: at('/nonsense'), referenceId: 'Lost' },
      { method: 'PUT', url: at('/sobjects/Account'), referenceId: 'Wrong' },
    ])
    assert.equal(made?.body[0]?.success, true)
    assert.equal(limits?.httpStatusCode, 200)
    assert.equal(limits?.body.name, 'Account')
    assert.equal(lost?.body[0]?.errorCode, 'NOT_FOUND')
    assert.deepEqual([wrong?.httpStatusCode, wrong?.body[0]?.errorCode], [405, 'METHOD_NOT_ALLOWED'])
  })

  test('has at most 25 parts, each with a name of its own, and none of its kind', async () => {
    const refused = async (compositeRequest: readonly object[]) => {
      const answer = await client.send('POST', '/composite', { compositeRequest })
      return [answer.statusCode, answer.json()[0].errorCode]
    }
    const many = Array.from({ length: 26 }, (_, place) => newAccount(`R${place}`, 'x'))
    const queries = many.slice(0, 6).map(({ referenceId }) => ({
      method: 'GET',
      url: at('/query?q=SELECT+Id+FROM+Lead'),
      referenceId,
    }))
    for (const tooMany of [many, queries]) {
      const answer = await client.send('POST', '/composite', { compositeRequest: tooMany })
      assert.equal(answer.statusCode, 400)
      assert.equal(answer.json().compositeResponse[0].body[0].errorCode, 'LIMIT_EXCEEDED')
    }
    assert.deepEqual(await refused([newAccount('Same', 'x'), newAccount('Same', 'x')]), [400, 'JSON_PARSER_ERROR'])
    const [nested] = await composite([{ method: 'POST', url: at('/composite'), referenceId: 'Inner', body: {} }])
    assert.equal(nested?.httpStatusCode, 400)
  })
})

test('a batch answers each of its requests, and halts at an error where it is told to', async () => {
  const requests = [
    { method: 'GET', url: 'v59.0/sobjects/Account/nonsense' },
    { method: 'POST', url: 'v59.0/sobjects/Account', richInput: { Name: 'Batched' } },
  ]
  const answer = (await client.send('POST', '/composite/batch', { batchRequests: requests })).json()
  assert.equal(answer.hasErrors, true)
  assert.deepEqual(
    answer.results.map(({ statusCode }: { statusCode: number }) => statusCode),
    [404, 201],
  )
  const halted = (await client.send('POST', '/composite/batch', { batchRequests: requests, haltOnError: true })).json()
  assert.deepEqual(
    halted.results.map(({ statusCode }: { statusCode: number }) => statusCode),
    [404, 412],
  )
  assert.equal(halted.results[1].result[0].errorCode, 'BATCH_PROCESSING_HALTED')
  assert.equal(await countNamed('Batched'), 1)
})

test('of several graphs each is kept as a whole or not at all', async () => {
  const { graphs } = (
    await client.send('POST', '/composite/graph', {
      graphs: [
        { graphId: 'good', compositeRequest: [newAccount('A', 'Graph good'), newAccount('B', 'Graph good')] },
        {
          graphId: 'bad',
          compositeRequest: [
            newAccount('A', 'Graph bad'),
            { method: 'POST', url: at('/sobjects/Contact'), referenceId: 'C', body: { AccountId: '@{A.id}' } },
          ],
        },
      ],
    })
  ).json()
  assert.deepEqual(
    graphs.map(({ graphId, isSuccessful }: { graphId: string; isSuccessful: boolean }) => [graphId, isSuccessful]),
    [
      ['good', true],
      ['bad', false],
    ],
  )
  assert.equal(graphs[1].graphResponse.compositeResponse[0].body[0].errorCode, 'PROCESSING_HALTED')
  assert.deepEqual([await countNamed('Graph good'), await countNamed('Graph bad')], [2, 0])
})

describe('a tree', () => {
  const branch = (type: string, referenceId: string, fields: object) => ({
    attributes: { type, referenceId },
    ...fields,
  })

  test('makes records and those that belong to them', async () => {
    const answer = await client.send('POST', '/composite/tree/Account', {
      records: [
        branch('Account', 'a1', {
          Name: 'Trunk',
          Contacts: {
            records: [branch('Contact', 'c1', { LastName: 'Twig' }), branch('Contact', 'c2', { LastName: 'Leaf' })],
          },
        }),
        branch('Account', 'a2', { Name: 'Trunk' }),
      ],
    })
    assert.equal(answer.statusCode, 201)
    const { hasErrors, results } = answer.json()
    assert.equal(hasErrors, false)
    assert.deepEqual(results.map(({ referenceId }: { referenceId: string }) => referenceId).sort(), [
      'a1',
      'a2',
      'c1',
      'c2',
    ])
    const { records } = await client.conn.query(
      "SELECT LastName FROM Contact WHERE Account.Name = 'Trunk' ORDER BY LastName",
    )
    assert.deepEqual(
      records.map(({ LastName }) => LastName),
      ['Leaf', 'Twig'],
    )
  })

  test('is not made at all when one of its records cannot be', async () => {
    const answer = await client.send('POST', '/composite/tree/Account', {
      records: [
        branch('Account', 'a1', {
          Name: 'Felled',
          Contacts: { records: [branch('Contact', 'c1', { FirstName: 'No' })] },
        }),
      ],
    })
    assert.equal(answer.statusCode, 400)
    assert.deepEqual(answer.json(), {
      hasErrors: true,
      results: [
        {
          referenceId: 'c1',
          errors: [
            {
              statusCode: 'REQUIRED_FIELD_MISSING',
              message: 'Required fields are missing: [LastName]',
              fields: ['LastName'],
            },
          ],
        },
      ],
    })
    assert.equal(await countNamed('Felled'), 0)
    const [unnamed] = (await client.send('POST', '/composite/tree/Account', { records: [{ Name: 'x' }] })).json()
    assert.equal(unnamed.errorCode, 'INVALID_INPUT')
  })
})
