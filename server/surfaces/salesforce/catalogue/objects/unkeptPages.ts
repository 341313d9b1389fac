import { allShown, pointing, shown } from './declaring.sql.ts'
import { looks, unkept, within } from './unkept.ts'

/** Reports, templates and mailings as records: what is like them here is no record, so there are none. */

const PAGES = 'attribution, plan and comparison are pages of their own, with addresses of the API beside them.'

unkept({
  name: 'Report',
  label: 'Report',
  fields: [
    ...allShown('string', 'Name Description DeveloperName NamespacePrefix FolderName Format'),
    pointing('OwnerId', 'Folder', 'User'),
    shown('LastRunDate', 'datetime'),
    ...looks,
  ],
  instead: PAGES,
})

unkept({
  name: 'Dashboard',
  label: 'Dashboard',
  nameField: 'Title',
  fields: [
    ...allShown('string', 'Title Description DeveloperName NamespacePrefix FolderName Type'),
    pointing('FolderId', 'Folder', 'User'),
    pointing('RunningUserId', 'User'),
    ...looks,
  ],
  instead: PAGES,
})

unkept({
  name: 'Folder',
  label: 'Folder',
  fields: [
    ...allShown('string', 'Name DeveloperName NamespacePrefix'),
    ...allShown('picklist', 'AccessType Type'),
    shown('IsReadonly', 'boolean'),
    within('ParentId', 'Folder', 'SubFolders'),
  ],
  instead: 'reports and templates are kept in none.',
})

const MAILS =
  'Assay sends mails of its own, such as tickets and invitations; what people write to each other stays in their mailboxes.'

unkept({
  name: 'EmailTemplate',
  label: 'Email template',
  fields: [
    ...allShown('string', 'Name DeveloperName NamespacePrefix BrandTemplateId Encoding Description Subject UiType'),
    ...allShown('string', 'RelatedEntityType'),
    ...allShown('picklist', 'TemplateStyle TemplateType'),
    ...allShown('textarea', 'HtmlValue Body Markup'),
    pointing('OwnerId', 'User'),
    pointing('FolderId', 'Folder', 'User', 'Organization'),
    shown('IsActive', 'boolean'),
    shown('TimesUsed', 'int'),
    shown('LastUsedDate', 'datetime'),
    shown('ApiVersion', 'double'),
  ],
  instead: MAILS,
})

unkept({
  name: 'EmailMessage',
  label: 'Email message',
  nameField: 'Subject',
  fields: [
    ...allShown('string', 'Subject FromName FromAddress ValidatedFromAddress ToAddress CcAddress BccAddress'),
    ...allShown('string', 'MessageIdentifier ThreadIdentifier'),
    ...allShown('textarea', 'TextBody HtmlBody Headers'),
    within('ParentId', 'Case', 'EmailMessages'),
    pointing('ActivityId', 'Task'),
    pointing('ReplyToEmailMessageId', 'EmailMessage'),
    shown('RelatedToId', 'reference', {
      referenceTo: ['Account', 'Opportunity', 'Campaign', 'Case'],
      relationshipName: 'RelatedTo',
      childRelationshipName: 'Emails',
    }),
    shown('Status', 'picklist'),
    shown('MessageDate', 'datetime'),
    ...allShown('boolean', 'Incoming HasAttachment IsPrivateDraft IsExternallyVisible IsClientManaged'),
  ],
  instead: MAILS,
})

unkept({
  name: 'EmailMessageRelation',
  label: 'Email message relation',
  nameField: 'RelationAddress',
  fields: [
    within('EmailMessageId', 'EmailMessage', 'EmailMessageRelations'),
    shown('RelationId', 'reference', {
      referenceTo: ['Contact', 'Lead', 'User'],
      relationshipName: 'Relation',
      childRelationshipName: 'EmailMessageRelations',
    }),
    ...allShown('string', 'RelationAddress RelationObjectType'),
    shown('RelationType', 'picklist'),
  ],
  instead: MAILS,
})

unkept({
  name: 'ListEmail',
  label: 'List email',
  fields: [
    ...allShown('string', 'Name Subject FromName FromAddress'),
    ...allShown('textarea', 'HtmlBody TextBody'),
    within('CampaignId', 'Campaign', 'ListEmails'),
    pointing('OwnerId', 'User'),
    shown('Status', 'picklist'),
    shown('HasAttachment', 'boolean'),
    shown('ScheduledDate', 'datetime'),
    shown('TotalSent', 'int'),
    ...looks,
  ],
  instead: MAILS,
})

unkept({
  name: 'ListEmailRecipientSource',
  label: 'List email recipient source',
  fields: [
    shown('Name'),
    pointing('ListEmailId', 'ListEmail'),
    pointing('SourceListId', 'Campaign', 'ListView'),
    shown('SourceType', 'picklist'),
  ],
  instead: MAILS,
})
