import assert from 'node:assert/strict'
import { aServer, type Call, type TestServer } from './server.ts'

export type Headers = { readonly authorization: string }
export type Rule = {
  readonly Id: string
  readonly object: string
  readonly explanation: string
  readonly version: number
}
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** The rule leads have from the first day. */
export const standard = {
  isActive: true,
  onCreate: { action: 'allow', alert: true, report: false },
  onEdit: { action: 'allow', alert: true, report: false },
  compares: [
    { object: 'Lead', atLeast: 0.8 },
    { object: 'Contact', atLeast: 0.8 },
  ],
  conditions: null,
  roles: [],
  bypassRoles: ['administrator'],
  enforcesSharing: true,
  alertText: null,
}

export const block = { action: 'block', alert: true, report: false }

export type RuleStories = {
  readonly server: TestServer
  readonly admin: Headers
  readonly vetter: Headers
  readonly marketing: Headers
  readonly as: (
    headers: Headers,
  ) => (method: Method, url: string, body?: Call['body']) => ReturnType<TestServer['call']>
  readonly rulesOf: (object: string) => Promise<Rule[]>
  readonly change: (id: string, body: object) => Promise<Rule>
  /** The standard rule for leads, as it is on the first day. */
  readonly standardRule: () => Promise<Rule>
  /** Somebody nobody else in the tests is like. */
  readonly somebody: () => Readonly<Record<'FirstName' | 'LastName' | 'Company' | 'Email' | 'MobilePhone', string>>
  /** A lead that must be saved; answers its id. */
  readonly made: (fields: object, headers?: Headers) => Promise<string>
}

/** A server with people in three roles, for stories about duplicate rules. */
export async function ruleStories(): Promise<RuleStories> {
  const server = await aServer()
  const [admin, vetter, marketing] = [
    await server.as('administrator'),
    await server.as('vetter'),
    await server.as('marketing'),
  ]
  const as: RuleStories['as'] = (headers) => (method, url, body) => server.call(method, url, { headers, body })
  const rulesOf: RuleStories['rulesOf'] = async (object) =>
    (await as(admin)('GET', '/api/duplicate-rules'))
      .json<{ rules: Rule[] }>()
      .rules.filter((one) => one.object === object)
  const change: RuleStories['change'] = async (id, body) => {
    const answer = await as(admin)('PATCH', `/api/duplicate-rules/${id}`, body)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<Rule>()
  }
  let people = 0
  return {
    server,
    admin,
    vetter,
    marketing,
    as,
    rulesOf,
    change,
    standardRule: async () => {
      const [first] = await rulesOf('Lead')
      assert.ok(first)
      return change(first.Id, standard)
    },
    somebody: () => {
      people += 1
      const letters = Array.from({ length: 8 }, (_, at) => 97 + ((people * 31 + at * 7 * people) % 26))
      const word = String.fromCharCode(...letters)
      return {
        FirstName: 'Mai',
        LastName: `Q${word}`,
        Company: `${word} Pumps`,
        Email: `mai@${word}.example`,
        MobilePhone: `+49 171 ${1_000_000 + people * 7919}`,
      }
    },
    made: async (fields, headers = vetter) => {
      const answer = await as(headers)('POST', '/api/leads', fields)
      assert.equal(answer.statusCode, 201, answer.body)
      return answer.json<{ Id: string }>().Id
    },
  }
}
