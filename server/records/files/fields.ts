import {
  BY_ASSAY,
  defineObject,
  type FieldDeclaration,
  type ObjectDefinition,
} from '../../ground/objects/definition.ts'
import { alwaysBlank, alwaysThe, neverSet, workedOut } from '../../ground/objects/toolFields.ts'
import {
  extension,
  isDocumentDeleted,
  isNewest,
  kind,
  newest,
  newestExtension,
  newestKind,
  ownedOrLinked,
  self,
  column,
  text,
} from './fields.sql.ts'

/** Records a file may be kept with. */
export const withFiles: readonly string[] = ['Lead', 'Contact', 'Account', 'Opportunity', 'Campaign']

const owner: FieldDeclaration = {
  name: 'OwnerId',
  label: 'Owner',
  type: 'reference',
  referenceTo: ['User'],
  relationshipName: 'Owner',
  neverNull: true,
}

/** The bytes of a file: sent as base64, and told as the address they are read from. Read by `pieces`, never by a list. */
const bytes = (name: string, label: string): FieldDeclaration => ({
  name,
  label,
  type: 'base64',
  expression: self,
  onDemand: true,
  tracked: false,
})

const description: FieldDeclaration = { name: 'Description', type: 'textarea', length: 1000, tracked: false }

export const Attachment: ObjectDefinition = defineObject({
  name: 'Attachment',
  label: 'Attachment',
  labelPlural: 'Attachments',
  path: 'attachments',
  table: 'attachment',
  nameField: 'Name',
  hasOwner: true,
  hasRecycleBin: true,
  privateField: 'IsPrivate',
  reachedThrough: ['ParentId'],
  fields: [
    {
      name: 'ParentId',
      label: 'Kept with',
      type: 'reference',
      referenceTo: withFiles,
      relationshipName: 'Parent',
      required: true,
      neverNull: true,
      createOnly: true,
    },
    { name: 'Name', label: 'File name', type: 'string', length: 255, required: true, neverNull: true },
    { name: 'IsPrivate', label: 'Private', type: 'boolean', defaultValue: false },
    { name: 'ContentType', type: 'string', length: 120 },
    { name: 'BodyLength', label: 'Bytes', type: 'int', readOnly: BY_ASSAY, neverNull: true },
    bytes('Body', 'Content'),
    description,
    owner,
  ],
  meaning: 'A file kept with one record.',
})

const MORE_OF_A_FILE: readonly FieldDeclaration[] = [
  alwaysThe('A', 'SharingOption', { type: 'picklist', length: 40 }),
  alwaysThe('N', 'SharingPrivacy', { type: 'picklist', length: 40 }),
  alwaysThe('P', 'PublishStatus', { type: 'picklist', length: 40 }),
]

export const ContentDocument: ObjectDefinition = defineObject({
  name: 'ContentDocument',
  label: 'File',
  labelPlural: 'Files',
  path: 'content-documents',
  table: 'content_document',
  nameField: 'Title',
  hasOwner: true,
  hasRecycleBin: true,
  reach: ownedOrLinked(() => ContentDocumentLink),
  fields: [
    { name: 'Title', type: 'string', length: 255, required: true, neverNull: true },
    description,
    owner,
    workedOut('LatestPublishedVersionId', 'reference', newest('id'), {
      label: 'Latest version',
      referenceTo: ['ContentVersion'],
      relationshipName: 'LatestPublishedVersion',
    }),
    workedOut('FileType', 'string', newestKind, { length: 20 }),
    workedOut('FileExtension', 'string', newestExtension, { length: 40 }),
    workedOut('ContentSize', 'int', newest('content_size')),
    workedOut('ContentModifiedDate', 'datetime', newest('created_at')),
    ...MORE_OF_A_FILE,
    ...neverSet('IsArchived'),
    alwaysBlank('ArchivedDate', 'date'),
    alwaysBlank('ArchivedById', 'reference', { referenceTo: ['User'] }),
    alwaysBlank('ParentId', 'reference', { referenceTo: ['ContentWorkspace'] }),
  ],
  meaning: 'A file with its versions, linked to any number of records.',
})

export const ContentVersion: ObjectDefinition = defineObject({
  name: 'ContentVersion',
  label: 'File version',
  labelPlural: 'File versions',
  path: 'content-versions',
  table: 'content_version',
  nameField: 'Title',
  hasOwner: false,
  hasRecycleBin: false,
  reachedThrough: ['ContentDocumentId'],
  fields: [
    {
      name: 'ContentDocumentId',
      label: 'File',
      type: 'reference',
      referenceTo: ['ContentDocument'],
      relationshipName: 'ContentDocument',
      createOnly: true,
    },
    { name: 'Title', type: 'string', length: 255, neverNull: true },
    description,
    { name: 'ReasonForChange', type: 'string', length: 1000, tracked: false },
    { name: 'PathOnClient', label: 'File name', type: 'string', length: 500, createOnly: true },
    {
      name: 'FirstPublishLocationId',
      label: 'First kept with',
      type: 'reference',
      referenceTo: withFiles,
      relationshipName: 'FirstPublishLocation',
      createOnly: true,
    },
    bytes('VersionData', 'Content'),
    { name: 'ContentSize', label: 'Bytes', type: 'int', readOnly: BY_ASSAY, neverNull: true },
    { name: 'Checksum', type: 'string', length: 50, readOnly: BY_ASSAY, tracked: false },
    workedOut('IsLatest', 'boolean', isNewest, { neverNull: true }),
    workedOut('VersionNumber', 'string', text('number'), { length: 20 }),
    workedOut('FileType', 'string', kind, { length: 20 }),
    workedOut('FileExtension', 'string', extension, { length: 40 }),
    workedOut('IsDeleted', 'boolean', isDocumentDeleted, { neverNull: true }),
    workedOut('ContentModifiedDate', 'datetime', column('created_at')),
    workedOut('ContentModifiedById', 'reference', column('created_by_id'), {
      referenceTo: ['User'],
      relationshipName: 'ContentModifiedBy',
    }),
    { ...owner, readOnly: 'It is the owner of the file.' },
    ...MORE_OF_A_FILE,
    alwaysThe('C', 'Origin', { type: 'picklist', length: 40 }),
    alwaysThe('S', 'ContentLocation', { type: 'picklist', length: 40 }),
    ...neverSet('IsAssetEnabled', 'IsMajorVersion'),
    ...['ContentUrl', 'TagCsv', 'TextPreview', 'ExternalDocumentInfo1', 'ExternalDocumentInfo2'].map((name) =>
      alwaysBlank(name),
    ),
    ...['RatingCount', 'PositiveRatingCount', 'NegativeRatingCount', 'FeaturedContentBoost'].map((name) =>
      alwaysBlank(name, 'int'),
    ),
    alwaysBlank('FeaturedContentDate', 'date'),
    alwaysBlank('ContentBodyId', 'reference', { referenceTo: ['ContentBody'] }),
    alwaysBlank('ExternalDataSourceId', 'reference', { referenceTo: ['ExternalDataSource'] }),
  ],
  meaning: 'One version of a file, with its bytes.',
})

const listed = (...values: readonly string[]) => values.map((value) => ({ value, label: value }))

export const ContentDocumentLink: ObjectDefinition = defineObject({
  name: 'ContentDocumentLink',
  label: 'File link',
  labelPlural: 'File links',
  path: 'content-document-links',
  table: 'content_document_link',
  nameField: 'ShareType',
  hasOwner: false,
  hasRecycleBin: false,
  reachedThrough: ['LinkedEntityId'],
  fields: [
    {
      name: 'ContentDocumentId',
      label: 'File',
      type: 'reference',
      referenceTo: ['ContentDocument'],
      relationshipName: 'ContentDocument',
      required: true,
      neverNull: true,
      createOnly: true,
    },
    {
      name: 'LinkedEntityId',
      label: 'Kept with',
      type: 'reference',
      referenceTo: withFiles,
      relationshipName: 'LinkedEntity',
      required: true,
      neverNull: true,
      createOnly: true,
    },
    {
      name: 'ShareType',
      type: 'picklist',
      picklist: listed('V', 'C', 'I'),
      restricted: true,
      length: 40,
      defaultValue: 'V',
      neverNull: true,
    },
    {
      name: 'Visibility',
      type: 'picklist',
      picklist: listed('AllUsers', 'InternalUsers', 'SharedUsers'),
      restricted: true,
      length: 40,
      defaultValue: 'AllUsers',
      neverNull: true,
    },
    workedOut('IsDeleted', 'boolean', isDocumentDeleted, { neverNull: true }),
  ],
  meaning: 'That a file is kept with a record.',
})
