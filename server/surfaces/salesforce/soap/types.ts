import { describeTypes } from './describeTypes.ts'

/**
 * The complex types of the partner API: element by element in the order they are sent, which clients made from a
 * WSDL rely on. `*` any number · `?` always there, null as xsi:nil · `-` left out when there is nothing. From this one
 * table come the WSDL, the reading of arguments and the writing of answers.
 */
const callTypes = {
  LoginResult: {
    metadataServerUrl: 'string?',
    passwordExpired: 'boolean',
    sandbox: 'boolean',
    serverUrl: 'string?',
    sessionId: 'string?',
    userId: 'ID?',
    userInfo: 'GetUserInfoResult-',
  },
  GetUserInfoResult: {
    accessibilityMode: 'boolean',
    chatterExternal: 'boolean',
    currencySymbol: 'string?',
    orgAttachmentFileSizeLimit: 'int',
    orgDefaultCurrencyIsoCode: 'string?',
    orgDefaultCurrencyLocale: 'string?',
    orgDisallowHtmlAttachments: 'boolean',
    orgHasPersonAccounts: 'boolean',
    organizationId: 'ID',
    organizationMultiCurrency: 'boolean',
    organizationName: 'string',
    profileId: 'ID',
    roleId: 'ID?',
    sessionSecondsValid: 'int',
    userDefaultCurrencyIsoCode: 'string?',
    userEmail: 'string',
    userFullName: 'string',
    userId: 'ID',
    userLanguage: 'string',
    userLocale: 'string',
    userName: 'string',
    userTimeZone: 'string',
    userType: 'string',
    userUiSkin: 'string',
  },
  GetServerTimestampResult: { timestamp: 'dateTime' },
  SetPasswordResult: {},
  ResetPasswordResult: { password: 'string' },
  InvalidateSessionsResult: { errors: 'Error*', success: 'boolean' },

  Error: { fields: 'string*', message: 'string', statusCode: 'string' },
  DuplicateError: { duplicateResult: 'DuplicateResult' },
  SaveResult: { errors: 'Error*', id: 'ID?', success: 'boolean' },
  UpsertResult: { created: 'boolean', errors: 'Error*', id: 'ID?', success: 'boolean' },
  DeleteResult: { errors: 'Error*', id: 'ID?', success: 'boolean' },
  UndeleteResult: { errors: 'Error*', id: 'ID?', success: 'boolean' },
  EmptyRecycleBinResult: { errors: 'Error*', id: 'ID?', success: 'boolean' },

  QueryResult: { done: 'boolean', queryLocator: 'string?', records: 'sObject*', size: 'int' },
  SearchResult: { queryId: 'string', searchRecords: 'SearchRecord*' },
  SearchRecord: { record: 'sObject' },
  GetUpdatedResult: { ids: 'ID*', latestDateCovered: 'dateTime' },
  GetDeletedResult: {
    deletedRecords: 'DeletedRecord*',
    earliestDateAvailable: 'dateTime',
    latestDateCovered: 'dateTime',
  },
  DeletedRecord: { deletedDate: 'dateTime', id: 'ID' },

  LeadConvert: {
    accountId: 'ID-',
    bypassAccountDedupeCheck: 'boolean-',
    bypassContactDedupeCheck: 'boolean-',
    contactId: 'ID-',
    convertedStatus: 'string-',
    doNotCreateOpportunity: 'boolean-',
    leadId: 'ID',
    opportunityId: 'ID-',
    opportunityName: 'string-',
    overwriteLeadSource: 'boolean-',
    ownerId: 'ID-',
    sendNotificationEmail: 'boolean-',
  },
  LeadConvertResult: {
    accountId: 'ID?',
    contactId: 'ID?',
    errors: 'Error*',
    leadId: 'ID?',
    opportunityId: 'ID?',
    success: 'boolean',
  },
  MergeRequest: {
    additionalInformationMap: 'AdditionalInformationMap*',
    masterRecord: 'sObject',
    recordToMergeIds: 'ID*',
  },
  MergeResult: {
    errors: 'Error*',
    id: 'ID?',
    mergedRecordIds: 'ID*',
    success: 'boolean',
    updatedRelatedIds: 'ID*',
  },
  AdditionalInformationMap: { name: 'string', value: 'string' },

  FindDuplicatesResult: { duplicateResults: 'DuplicateResult*', errors: 'Error*', success: 'boolean' },
  DuplicateResult: {
    allowSave: 'boolean',
    duplicateRule: 'string',
    duplicateRuleEntityType: 'string',
    errorMessage: 'string?',
    matchResults: 'MatchResult*',
  },
  MatchResult: {
    entityType: 'string',
    errors: 'Error*',
    matchEngine: 'string',
    matchRecords: 'MatchRecord*',
    rule: 'string',
    size: 'int',
    success: 'boolean',
  },
  MatchRecord: {
    additionalInformation: 'AdditionalInformationMap*',
    fieldDiffs: 'FieldDiff*',
    matchConfidence: 'double',
    record: 'sObject',
  },
  FieldDiff: { difference: 'string', name: 'string' },
  address: {
    latitude: 'double?',
    longitude: 'double?',
    city: 'string?',
    country: 'string?',
    countryCode: 'string?',
    geocodeAccuracy: 'string?',
    postalCode: 'string?',
    state: 'string?',
    stateCode: 'string?',
    street: 'string?',
  },
} as const

/** Headers a request may bring. Those without an effect here are taken, so that no client fails for sending them. */
export const headerTypes = {
  SessionHeader: { sessionId: 'string' },
  LoginScopeHeader: { organizationId: 'ID-', portalId: 'ID-' },
  CallOptions: { client: 'string-', defaultNamespace: 'string-' },
  QueryOptions: { batchSize: 'int-' },
  AllOrNoneHeader: { allOrNone: 'boolean' },
  DuplicateRuleHeader: { allowSave: 'boolean', includeRecordDetails: 'boolean-', runAsCurrentUser: 'boolean-' },
  AssignmentRuleHeader: { assignmentRuleId: 'ID-', useDefaultRule: 'boolean-' },
  AllowFieldTruncationHeader: { allowFieldTruncation: 'boolean' },
  MruHeader: { updateMru: 'boolean' },
  EmailHeader: {
    triggerAutoResponseEmail: 'boolean-',
    triggerOtherEmail: 'boolean-',
    triggerUserEmail: 'boolean-',
  },
} as const

export const soapTypes = { ...callTypes, ...describeTypes, ...headerTypes } as const

export type TypeName = keyof typeof soapTypes

export type Occurs = 'once' | 'many' | 'nullable' | 'optional'

const occursOf: Readonly<Record<string, Occurs>> = { '*': 'many', '?': 'nullable', '-': 'optional' }

/** `'ID?'` → its type and how often it occurs. */
export function partOf(notation: string): { readonly type: string; readonly occurs: Occurs } {
  const occurs = occursOf[notation.at(-1) ?? ''] ?? 'once'
  return { type: occurs === 'once' ? notation : notation.slice(0, -1), occurs }
}

export type Parts = Readonly<Record<string, string>>

export const isComplex = (type: string): type is TypeName => type in soapTypes

/** Types that are another type and something more: theirs comes after the other's. */
export const bases: Readonly<Partial<Record<TypeName, TypeName>>> = { DuplicateError: 'Error' }

/** The elements a complex type has of its own, in order. */
export const partsOf = (type: TypeName): Parts => soapTypes[type]

/** All its elements, in order. */
export function allPartsOf(type: TypeName): Parts {
  const base = bases[type]
  return base === undefined ? partsOf(type) : { ...partsOf(base), ...partsOf(type) }
}
