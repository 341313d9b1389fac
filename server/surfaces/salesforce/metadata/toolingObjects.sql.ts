import { sql, type RawBuilder } from '../../../platform/sql.ts'
import { defineObject, snakeCase, type FieldDeclaration } from '../../../ground/objects/definition.ts'
import { allShown, fixedRows, pointing, shown } from '../catalogue/objects/declaring.sql.ts'

/** What tools look up about an org's make-up, as records that are only read: Tooling API asks for them by queries. */

const toolingObject = (
  name: string,
  fields: readonly FieldDeclaration[],
  rows: () => RawBuilder<unknown>,
  nameField = 'Name',
) =>
  defineObject({
    name,
    label: name.replace(/([a-z])([A-Z])/g, '$1 $2'),
    labelPlural: `${name.replace(/([a-z])([A-Z])/g, '$1 $2')}s`,
    path: snakeCase(name).replaceAll('_', '-'),
    table: snakeCase(name),
    nameField,
    hasOwner: false,
    hasRecycleBin: false,
    toolingOnly: true,
    fields,
    rows,
    meaning: `${name}, as tools made for Salesforce look it up.`,
  })

/** The words of a name without its ending: `Machine_park` of `Machine_park__c`. */
const developerName = (column: string) => sql`regexp_replace(${sql.ref(column)}, '__c$', '')`

toolingObject(
  'CustomObject',
  [
    ...allShown('string', 'DeveloperName NamespacePrefix ManageableState Language SharingModel'),
    shown('Description', 'textarea'),
  ],
  () => sql`
    select o.id, 1 as version, ${developerName('o.name')} as developer_name, null::text as namespace_prefix, 'unmanaged' as manageable_state,
      'en_US' as language, case o.sharing when 'private' then 'Private' else 'ReadWrite' end as sharing_model, o.description,
      o.created_at, o.created_by_id, o.last_modified_at, o.last_modified_by_id
    from custom_object o
    where o.removed_at is null`,
  'DeveloperName',
)

toolingObject(
  'CustomField',
  [
    ...allShown('string', 'DeveloperName FullName TableEnumOrId EntityDefinitionId NamespacePrefix ManageableState'),
    ...allShown('string', 'InlineHelpText RelationshipLabel'),
    shown('Description', 'textarea'),
    ...allShown('int', 'Length Precision Scale'),
  ],
  () => sql`
    select f.id, 1 as version, ${developerName('f.name')} as developer_name, f.object_name || '.' || f.name as full_name,
      f.object_name as table_enum_or_id, f.object_name as entity_definition_id, null::text as namespace_prefix,
      'unmanaged' as manageable_state, f.help as inline_help_text, f.child_relationship_label as relationship_label, f.description,
      f.length, f.precision, f.scale, f.created_at, f.created_by_id, coalesce(f.last_modified_at, f.created_at) as last_modified_at,
      coalesce(f.last_modified_by_id, f.created_by_id) as last_modified_by_id
    from custom_field f
    where f.removed_at is null and f.object_name not like '%#%'`,
  'DeveloperName',
)

/**
 * Kinds of code and settings there are none of here: an empty answer is the truth. A field is a text unless its type follows
 * it; after `>` stands what it points to.
 */
const absent: Readonly<Record<string, string>> = {
  ApexClass:
    'Name NamespacePrefix Status Body SymbolTable FullName ManageableState ApiVersion:double IsValid:boolean BodyCrc:double LengthWithoutComments:int',
  ApexCodeCoverage:
    'TestMethodName ApexTestClassId>ApexClass ApexClassOrTriggerId NumLinesCovered:int NumLinesUncovered:int',
  ApexCodeCoverageAggregate: 'ApexClassOrTriggerId Coverage NumLinesCovered:int NumLinesUncovered:int',
  ApexComponent: 'Name NamespacePrefix Markup MasterLabel Description ApiVersion:double ControllerKey ControllerType',
  ApexLog:
    'Operation Request Status Application Location DurationMilliseconds:int LogLength:int StartTime:datetime LogUserId>User RequestIdentifier',
  ApexOrgWideCoverage: 'PercentCovered:int',
  ApexPage: 'Name NamespacePrefix Markup MasterLabel Description ApiVersion:double ControllerKey ControllerType',
  ApexTestQueueItem: 'ApexClassId>ApexClass Status ExtendedStatus ParentJobId TestRunResultId>ApexTestRunResult',
  ApexTestResult:
    'ApexClassId>ApexClass Outcome MethodName Message StackTrace AsyncApexJobId QueueItemId>ApexTestQueueItem ApexLogId>ApexLog RunTime:int TestTimestamp:datetime',
  ApexTestRunResult:
    'JobName AsyncApexJobId Status Source UserId>User IsAllTests:boolean ClassesCompleted:int ClassesEnqueued:int MethodsCompleted:int MethodsEnqueued:int MethodsFailed:int TestTime:int StartTime:datetime EndTime:datetime',
  ApexTrigger:
    'Name NamespacePrefix Status TableEnumOrId Body SymbolTable FullName ManageableState EntityDefinitionId ApiVersion:double IsValid:boolean',
  AsyncApexJob:
    'JobType Status MethodName ExtendedStatus ApexClassId>ApexClass TotalJobItems:int NumberOfErrors:int JobItemsProcessed:int CompletedDate:datetime',
  AuraDefinition: 'Format Source DefType AuraDefinitionBundleId>AuraDefinitionBundle',
  AuraDefinitionBundle: 'DeveloperName MasterLabel NamespacePrefix Description ManageableState ApiVersion:double',
  CompactLayout: 'DeveloperName MasterLabel NamespacePrefix SobjectType FullName ManageableState',
  ContainerAsyncRequest: 'State ErrorMsg MetadataContainerId>MetadataContainer IsCheckOnly:boolean IsRunTests:boolean',
  CustomTab: 'DeveloperName MasterLabel Type Url NamespacePrefix FullName ManageableState',
  DebugLevel:
    'DeveloperName MasterLabel Language ApexCode ApexProfiling Callout Database System Validation Visualforce Wave Workflow Nba',
  FlexiPage: 'DeveloperName MasterLabel Type NamespacePrefix EntityDefinitionId FullName ManageableState Description',
  Flow: 'MasterLabel DefinitionId>FlowDefinition Status ProcessType FullName Description ManageableState RunInMode VersionNumber:int ApiVersion:double',
  FlowDefinition:
    'DeveloperName MasterLabel ActiveVersionId>Flow LatestVersionId>Flow NamespacePrefix FullName Description ManageableState',
  InstalledSubscriberPackage:
    'SubscriberPackageId>SubscriberPackage SubscriberPackageVersionId>SubscriberPackageVersion MinPackageVersionId>SubscriberPackageVersion',
  Layout:
    'Name NamespacePrefix TableEnumOrId EntityDefinitionId LayoutType FullName ManageableState ShowSubmitAndAttachButton:boolean',
  LightningComponentBundle:
    'DeveloperName MasterLabel NamespacePrefix Description ManageableState FullName ApiVersion:double IsExposed:boolean',
  LightningComponentResource: 'FilePath Format Source LightningComponentBundleId>LightningComponentBundle',
  MetadataContainer: 'Name',
  Package2: 'Name NamespacePrefix ContainerOptions Description IsDeprecated:boolean SubscriberPackageId',
  PathAssistant: 'DeveloperName MasterLabel SobjectType FullName IsActive:boolean',
  QuickActionDefinition:
    'DeveloperName MasterLabel Type TargetSobjectType SobjectType NamespacePrefix FullName ManageableState',
  SandboxInfo: 'SandboxName LicenseType Description',
  SandboxProcess: 'SandboxName Status Description EndDate:datetime',
  SourceMember:
    'MemberName MemberType ChangedBy MemberIdOrName RevisionNum:double RevisionCounter:double IsNameObsolete:boolean IsNewMember:boolean',
  StaticResource:
    'Name NamespacePrefix ContentType CacheControl Description Body FullName ManageableState BodyLength:int',
  SubscriberPackage: 'Name NamespacePrefix Description IsPackageValid:boolean',
  SubscriberPackageVersion:
    'Name Description ReleaseState SubscriberPackageId MajorVersion:int MinorVersion:int PatchVersion:int BuildNumber:int IsBeta:boolean IsManaged:boolean IsDeprecated:boolean IsPasswordProtected:boolean',
  TraceFlag: 'LogType DebugLevelId>DebugLevel TracedEntityId>User StartDate:datetime ExpirationDate:datetime',
  ValidationRule:
    'ValidationName EntityDefinitionId ErrorMessage ErrorDisplayField Description FullName NamespacePrefix ManageableState Active:boolean',
  WebLink:
    'Name NamespacePrefix MasterLabel LinkType Url EntityDefinitionId PageOrSobjectType FullName ManageableState',
  WorkflowAlert: 'DeveloperName Description SenderType TemplateId FullName ManageableState',
  WorkflowFieldUpdate: 'Name NamespacePrefix FieldDefinitionId EntityDefinitionId FullName ManageableState',
  WorkflowRule: 'Name NamespacePrefix TableEnumOrId FullName ManageableState',
  WorkflowTask: 'Subject Status Priority FullName ManageableState',
}

function fieldOf(said: string): FieldDeclaration {
  const [, name = '', type, target] = /^(\w+)(?::(int|double|boolean|datetime)|>(\w+))?$/.exec(said) ?? []
  if (target !== undefined) return pointing(name, target)
  if (type === 'int' || type === 'double' || type === 'boolean' || type === 'datetime') return shown(name, type)
  return shown(name)
}

for (const [name, said] of Object.entries(absent)) {
  const declared = said.split(' ').map(fieldOf)
  toolingObject(
    name,
    declared,
    fixedRows(declared, () => []),
    declared[0]?.name,
  )
}
