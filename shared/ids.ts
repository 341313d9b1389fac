/**
 * Ids. Inside the program an id is a number below 2^53: `object number * 2^44 + n`, so that every id
 * knows its object. Outside it is the 18-character form of the field's tools: a 3-character key prefix,
 * 12 base-62 digits of n and 3 characters that hold the letters' case.
 */
export type Id = number

const SPAN = 2 ** 44
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** Object name → its number (never reused) and its key prefix. Custom objects start at 200. */
const STANDARD = {
  User: [1, '005'],
  Group: [2, '00G'],
  Organization: [3, '00D'],
  LeadStatus: [4, '01J'],
  OpportunityStage: [5, '0ST'],
  Person: [6, '0PE'],
  Lead: [10, '00Q'],
  Account: [11, '001'],
  Contact: [12, '003'],
  Opportunity: [13, '006'],
  Campaign: [14, '701'],
  CampaignMember: [15, '00v'],
  CampaignMemberStatus: [16, '01Y'],
  OpportunityContactRole: [17, '00K'],
  OpportunityHistory: [18, '008'],
  Task: [20, '00T'],
  Event: [21, '00U'],
  Note: [22, '002'],
  Inquiry: [23, '0IQ'],
  Evidence: [24, '0EV'],
  Agreement: [25, '0AG'],
  Conversion: [26, '0CV'],
  Merge: [27, '0ME'],
  WebForm: [28, '0WF'],
  FormPost: [29, '0FP'],
  Import: [30, '0IM'],
  StoredFile: [31, '0SF'],
  Announcement: [32, '0AN'],
  FieldHistory: [33, '017'],
  MailMessage: [34, '02s'],
  ApiToken: [35, '0TK'],
  CustomField: [36, '00N'],
  ConnectedApp: [40, '0H4'],
  OauthGrant: [41, '0OG'],
  ListView: [70, '00B'],
  QueryLocator: [75, '01g'],
  DuplicateRule: [76, '0Bm'],
  MatchingRule: [77, '0JD'],
  DuplicateRecordSet: [78, '0GK'],
  DuplicateRecordItem: [79, '0GL'],
  BulkJob: [56, '750'],
  BulkBatch: [57, '751'],
  Profile: [44, '00e'],
  UserRole: [45, '00E'],
  RecordType: [46, '012'],
  Attachment: [47, '00P'],
  ContentVersion: [48, '068'],
  ContentDocument: [49, '069'],
  ContentDocumentLink: [50, '06A'],
  GroupMember: [51, '011'],
  QueueSobject: [52, '03g'],
  TaskStatus: [53, '01T'],
  TaskPriority: [54, '01Q'],
  PermissionSet: [55, '0PS'],
  PushTopic: [58, '0IF'],
  StreamingChannel: [59, '0M6'],
  Webhook: [60, '0WH'],
  WebhookDelivery: [61, '0WD'],
  DuplicateRun: [80, '0DR'],
  BulkMerge: [81, '0BM'],
  CustomObject: [64, '01I'],
  GlobalValueSet: [65, '0Nt'],
  EventSession: [93, '0ES'],
  EventRegistration: [94, '0ER'],
  CheckIn: [95, '0CI'],
  Nomination: [96, '0NM'],
  MemberStatusPeriod: [84, '0MP'],
  CampaignType: [85, '0CT'],
  CampaignWork: [86, '0CW'],
  CampaignCost: [89, '0CC'],
  Payment: [119, '0PY'],
  Segment: [122, '0SG'],
  LoginHistory: [123, '0Ya'],
  AuthSession: [124, '0Ak'],
  SetupAuditTrail: [125, '0Ym'],
  // Of these there are none, or they are worked out; tools know them by their prefix all the same.
  Product2: [100, '01t'],
  Pricebook2: [101, '01s'],
  PricebookEntry: [102, '01u'],
  OpportunityLineItem: [103, '00k'],
  Case: [104, '500'],
  Individual: [105, '0PK'],
  AccountContactRole: [106, '02Z'],
  Contract: [107, '800'],
  Asset: [108, '02i'],
  Holiday: [109, '0C0'],
  EventLogFile: [110, '0AT'],
  Report: [111, '00O'],
  Dashboard: [112, '01Z'],
  Folder: [113, '00l'],
  CampaignInfluence: [114, '0Ci'],
  CampaignInfluenceModel: [115, '03V'],
  Period: [116, '026'],
  FiscalYearSettings: [117, '022'],
  EmailTemplate: [118, '00X'],
  DeployRequest: [120, '0Af'],
  RetrieveRequest: [121, '09S'],
  UserLicense: [130, '100'],
} as const satisfies Record<string, readonly [number, string]>

export type StandardObject = keyof typeof STANDARD

/** The numbers of the objects organizations make themselves: from 200 on, each org counting for itself. */
export const FIRST_CUSTOM_NUMBER = 200
export const MOST_CUSTOM_OBJECTS = 300

const numberOfObject = new Map<string, number>()
const objectOfNumber = new Map<number, string>()
const standardPrefixes = new Map<number, string>()
const standardNumbers = new Map<string, number>()
for (const [name, [number, prefix]] of Object.entries(STANDARD)) {
  numberOfObject.set(name, number)
  objectOfNumber.set(number, name)
  standardPrefixes.set(number, prefix)
  standardNumbers.set(prefix, number)
}

/** The number of a standard object, from which its ids start. */
export const objectNumber = (objectName: StandardObject): number => STANDARD[objectName][0]

/** The number of a standard object by any word; undefined when it is none or has no ids. */
export const numberNamed = (objectName: string): number | undefined => numberOfObject.get(objectName)

/** The first id an object may give out: what its sequence starts with. */
export const firstId = (objectName: StandardObject): Id => objectNumber(objectName) * SPAN + 1

/** Makes an id out of an object and the number its sequence gave. */
export const idOf = (objectName: StandardObject, n: number): Id => objectNumber(objectName) * SPAN + n

/** The number of the object an id belongs to, standard or an org's own. */
export const numberOfId = (id: Id): number => Math.floor(id / SPAN)

/** The first id of the object of this number. */
export const firstIdOf = (number: number): Id => number * SPAN + 1

/** Makes an id out of an object's number and the number its sequence gave. */
export const idFrom = (number: number, n: number): Id => number * SPAN + n

const isCustomNumber = (number: number): boolean =>
  number >= FIRST_CUSTOM_NUMBER && number < FIRST_CUSTOM_NUMBER + MOST_CUSTOM_OBJECTS

/** The key prefix of any object's number; an org's own run from a00 on, so that no table is needed to read them. */
export function prefixOfNumber(number: number): string | undefined {
  if (!isCustomNumber(number)) return standardPrefixes.get(number)
  const n = number - FIRST_CUSTOM_NUMBER
  return `a${DIGITS.charAt(Math.floor(n / 62))}${DIGITS.charAt(n % 62)}`
}

/** The number of the object whose ids begin with this prefix; undefined for none. */
export function numberOfPrefix(prefix: string): number | undefined {
  const standard = standardNumbers.get(prefix)
  if (standard !== undefined || prefix.length !== 3 || !prefix.startsWith('a')) return standard
  const [high, low] = [DIGITS.indexOf(prefix.charAt(1)), DIGITS.indexOf(prefix.charAt(2))]
  const number = FIRST_CUSTOM_NUMBER + high * 62 + low
  return high >= 0 && low >= 0 && isCustomNumber(number) ? number : undefined
}

/** The standard object an id belongs to; undefined for an org's own, which only its catalogue can name. */
export const objectOfId = (id: Id): string | undefined => objectOfNumber.get(Math.floor(id / SPAN))

/** The object whose ids begin with this prefix: '00Q' → 'Lead'. */
export const objectOfPrefix = (prefix: string): string | undefined =>
  objectOfNumber.get(standardNumbers.get(prefix) ?? -1)

/** The 18-character form of an id. */
export function encodeId(id: Id): string {
  const number = Math.floor(id / SPAN)
  let rest = id - number * SPAN
  let digits = ''
  while (rest > 0) {
    const digit = rest % 62
    digits = DIGITS[digit] + digits
    rest = (rest - digit) / 62
  }
  const short = (prefixOfNumber(number) ?? '000') + digits.padStart(12, '0')
  return short + caseSuffix(short)
}

/**
 * The id behind a 15- or 18-character form; undefined when it is none. Letters' case is restored from the 18-character form. What
 * is well formed and can be none of ours, such as an id of another system, is the id before an object's first: no record has it.
 */
export function decodeId(text: string): Id | undefined {
  if (text.length !== 15 && text.length !== 18) return undefined
  const short = text.length === 18 ? restoreCase(text) : text
  if (short === undefined) return undefined
  const number = numberOfPrefix(short.slice(0, 3))
  if (number === undefined) return undefined
  let n = 0
  for (let at = 3; at < 15; at++) {
    const digit = DIGITS.indexOf(short.charAt(at))
    if (digit < 0) return undefined
    n = n * 62 + digit
  }
  return number * SPAN + (n < SPAN ? n : 0)
}

function caseSuffix(short: string): string {
  let suffix = ''
  for (let chunk = 0; chunk < 15; chunk += 5) {
    let bits = 0
    for (let at = 0; at < 5; at++) {
      const letter = short.charCodeAt(chunk + at)
      if (letter >= 65 && letter <= 90) bits |= 1 << at
    }
    suffix += CASE[bits]
  }
  return suffix
}

function restoreCase(text: string): string | undefined {
  let short = ''
  for (let at = 0; at < 15; at++) {
    const bits = CASE.indexOf(text.charAt(15 + Math.floor(at / 5)).toUpperCase())
    if (bits < 0) return undefined
    const letter = text.charAt(at)
    short += bits & (1 << (at % 5)) ? letter.toUpperCase() : letter.toLowerCase()
  }
  return caseSuffix(short) === text.slice(15).toUpperCase() ? short : undefined
}
