import type { Resource } from '../rest/resource.ts'
import { newRecordDefaults, recordUi, uiLayout } from './layouts.ts'
import { listInfo, listUi, listUiRecords } from './lists.ts'
import { objectDirectory, objectInfo, objectInfos } from './objectInfo.ts'
import { picklistOfField, picklistsOfObject } from './picklists.ts'
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
  { path: 'ui-api/layout/:object', GET: uiLayout },
  { path: 'ui-api/list-ui/:object', GET: listUi },
  { path: 'ui-api/list-info/:id', GET: listInfo },
  { path: 'ui-api/list-records/:id', GET: listUiRecords },
]
