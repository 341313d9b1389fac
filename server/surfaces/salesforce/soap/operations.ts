import type { Parts } from './types.ts'

export type Operation = {
  /** Arguments in order, in the notation of types.ts. */
  readonly takes: Parts
  /** Absent: the answer is empty. */
  readonly answers?: string
  /** What the WSDL says of it. */
  readonly does: string
  /** Open to who has not signed in. */
  readonly isOpen?: true
  /** What jsforce calls an argument that the WSDL calls otherwise. */
  readonly alsoCalled?: Readonly<Record<string, string>>
}

/** Every call of the partner API that is answered here. */
export const operations = {
  login: {
    takes: { username: 'string', password: 'string' },
    answers: 'LoginResult',
    does: 'Opens a session by user name and password.',
    isOpen: true,
  },
  logout: { takes: {}, does: 'Ends the session of this call.' },
  invalidateSessions: {
    takes: { sessionIds: 'string*' },
    answers: 'InvalidateSessionsResult*',
    does: 'Ends sessions of one’s own.',
  },

  create: { takes: { sObjects: 'sObject*' }, answers: 'SaveResult*', does: 'Makes up to 200 records.' },
  update: { takes: { sObjects: 'sObject*' }, answers: 'SaveResult*', does: 'Changes up to 200 records.' },
  upsert: {
    takes: { externalIDFieldName: 'string', sObjects: 'sObject*' },
    answers: 'UpsertResult*',
    does: 'Changes the records an external id finds, and makes the others.',
  },
  delete: { takes: { ids: 'ID*' }, answers: 'DeleteResult*', does: 'Puts up to 200 records into the recycle bin.' },
  undelete: { takes: { ids: 'ID*' }, answers: 'UndeleteResult*', does: 'Takes records out of the recycle bin again.' },
  emptyRecycleBin: {
    takes: { ids: 'ID*' },
    answers: 'EmptyRecycleBinResult*',
    does: 'Removes records from the recycle bin for good.',
  },

  retrieve: {
    takes: { fieldList: 'string', sObjectType: 'string', ids: 'ID*' },
    answers: 'sObject*',
    does: 'Reads up to 2,000 records by their ids; null stands for one that is not there.',
  },
  query: { takes: { queryString: 'string' }, answers: 'QueryResult', does: 'Answers the first batch of a SOQL query.' },
  queryAll: {
    takes: { queryString: 'string' },
    answers: 'QueryResult',
    does: 'The same with deleted and merged records.',
  },
  queryMore: { takes: { queryLocator: 'string' }, answers: 'QueryResult', does: 'Answers the next batch.' },
  search: { takes: { searchString: 'string' }, answers: 'SearchResult', does: 'Finds records by words (SOSL).' },
  getUpdated: {
    takes: { sObjectType: 'string', startDate: 'dateTime', endDate: 'dateTime' },
    answers: 'GetUpdatedResult',
    does: 'Ids of the records made or changed in a span of time.',
  },
  getDeleted: {
    takes: { sObjectType: 'string', startDate: 'dateTime', endDate: 'dateTime' },
    answers: 'GetDeletedResult',
    does: 'Ids of the records deleted in a span of time.',
  },

  describeGlobal: { takes: {}, answers: 'DescribeGlobalResult', does: 'Every object the user may read.' },
  describeSObject: {
    takes: { sObjectType: 'string' },
    answers: 'DescribeSObjectResult',
    does: 'One object with its fields.',
  },
  describeSObjects: {
    takes: { sObjectType: 'string*' },
    answers: 'DescribeSObjectResult*',
    does: 'Up to 100 objects with their fields.',
  },
  describeTabs: { takes: {}, answers: 'DescribeTabSetResult*', does: 'The pages of Assay.' },
  describeLayout: {
    takes: { sObjectType: 'string', layoutName: 'string-', recordTypeIds: 'ID*' },
    answers: 'DescribeLayoutResult',
    does: 'How the page of a record is laid out.',
  },

  getUserInfo: { takes: {}, answers: 'GetUserInfoResult', does: 'Who is signed in.' },
  getServerTimestamp: { takes: {}, answers: 'GetServerTimestampResult', does: 'What time it is here.' },
  setPassword: {
    takes: { userId: 'ID', password: 'string' },
    answers: 'SetPasswordResult',
    does: 'Gives a user a password.',
  },
  resetPassword: {
    takes: { userId: 'ID' },
    answers: 'ResetPasswordResult',
    does: 'Gives a user a new password nobody chose.',
  },

  convertLead: {
    takes: { leadConverts: 'LeadConvert*' },
    answers: 'LeadConvertResult*',
    does: 'Converts up to 100 leads.',
  },
  merge: {
    takes: { request: 'MergeRequest*' },
    answers: 'MergeResult*',
    does: 'Merges up to 200 groups of records.',
    alsoCalled: { mergeRequests: 'request' },
  },
  findDuplicates: {
    takes: { sObjects: 'sObject*' },
    answers: 'FindDuplicatesResult*',
    does: 'Likely duplicates of records that are not saved.',
  },
  findDuplicatesByIds: {
    takes: { ids: 'ID*' },
    answers: 'FindDuplicatesResult*',
    does: 'Likely duplicates of saved records.',
  },
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof operations

export const isOperation = (name: string): name is OperationName => Object.hasOwn(operations, name)

export const operationNamed = (name: OperationName): Operation => operations[name]
