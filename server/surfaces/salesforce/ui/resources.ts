import type { Resource } from '../rest/resource.ts'
import { clonedRecordDefaults, newRecordDefaults, recordUi, uiLayout } from './layouts.ts'
import { listInfo, listUi, listUiRecords } from './lists.ts'
import { objectDirectory, objectInfo, objectInfos } from './objectInfo.ts'
import { picklistOfField, picklistsOfObject } from './picklists.ts'
import { lookupOf, lookups } from './lookups.ts'
import { relatedListCount, relatedListInfo, relatedListRecords, relatedLists } from './relatedLists.ts'
import { changeUiRecord, createUiRecord, removeUiRecord, uiRecord, uiRecordsOfBatch } from './records.ts'

/** What pages made for Salesforce ask for: records with the words they are shown in, and what a form needs to know. */
export const uiResources: readonly Resource[] = [
  { path: 'ui-api/object-info', GET: objectDirectory },
  { path: 'ui-api/object-info/batch/:names', GET: objectInfos },
  { path: 'ui-api/object-info/:object', GET: objectInfo },
  { path: 'ui-api/object-info/:object/picklist-values/:type', GET: picklistsOfObject },
  { path: 'ui-api/object-info/:object/picklist-values/:type/:field', GET: picklistOfField },
  { path: 'ui-api/records', POST: createUiRecord },
  { path: 'ui-api/records/batch/:ids', GET: uiRecordsOfBatch },
  { path: 'ui-api/records/:id', GET: uiRecord, PATCH: changeUiRecord, DELETE: removeUiRecord },
  { path: 'ui-api/record-ui/:ids', GET: recordUi },
  { path: 'ui-api/record-defaults/create/:object', GET: newRecordDefaults },
  { path: 'ui-api/record-defaults/clone/:id', GET: clonedRecordDefaults },
  { path: 'ui-api/related-list-info/:object', GET: relatedLists },
  { path: 'ui-api/related-list-info/:object/:list', GET: relatedListInfo },
  { path: 'ui-api/related-list-records/:id/:list', GET: relatedListRecords, POST: relatedListRecords },
  { path: 'ui-api/related-list-count/:id/:list', GET: relatedListCount },
  { path: 'ui-api/lookups/:object/:field', GET: lookups },
  { path: 'ui-api/lookups/:object/:field/:target', GET: lookupOf },
  { path: 'ui-api/layout/:object', GET: uiLayout },
  { path: 'ui-api/list-ui/:object', GET: listUi },
  { path: 'ui-api/list-info/:id', GET: listInfo },
  { path: 'ui-api/list-records/:id', GET: listUiRecords },
]
