/**
 * Kinds of code, settings and records there are none of here: an empty answer is the truth, and tools that look in passing go on.
 * Only their queries are answered; in the list of all objects they do not stand. A field is a text unless its type follows it;
 * after `>` stands what it points to, and `EntityDefinitionId` brings its relationship along.
 */
export const absent: Readonly<Record<string, string>> = {
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
  RemoteProxy:
    'SiteName EndpointUrl Description NamespacePrefix FullName ManageableState IsActive:boolean ProtocolMismatch:boolean',
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
  AccountPartner: 'Role AccountFromId>Account AccountToId>Account OpportunityId>Opportunity IsPrimary:boolean',
  AccountTeamMember:
    'Title AccountId>Account UserId>User TeamMemberRole:picklist AccountAccessLevel OpportunityAccessLevel CaseAccessLevel ContactAccessLevel',
  ApexTestSuite: 'TestSuiteName',
  BusinessHours: 'Name TimeZoneSidKey IsActive:boolean IsDefault:boolean',
  CaseComment: 'CommentBody:textarea ParentId>Case IsPublished:boolean',
  CollaborationGroup: 'Name Description CollaborationType OwnerId>User MemberCount:int IsArchived:boolean',
  CompactLayoutInfo:
    'DurableId DeveloperName MasterLabel FullName QualifiedApiName EntityDefinitionId IsDefault:boolean',
  ContentFolder: 'Name',
  ContentNote: 'Title Content:textarea TextPreview OwnerId>User FileType ContentSize:int',
  ContentWorkspace: 'Name Description DeveloperName RootContentFolderId>ContentFolder',
  CronJobDetail: 'Name JobType',
  CronTrigger:
    'CronExpression State TimeZoneSidKey OwnerId>User CronJobDetailId>CronJobDetail NextFireTime:datetime PreviousFireTime:datetime StartTime:datetime EndTime:datetime TimesTriggered:int',
  CustomApplication: 'DeveloperName Label MasterLabel Description NamespacePrefix NavType UiType FullName',
  CustomPermission: 'DeveloperName MasterLabel Description NamespacePrefix Language IsProtected:boolean',
  Document:
    'Name DeveloperName NamespacePrefix ContentType Type Description Url BodyLength:int FolderId>Folder AuthorId>User IsPublic:boolean',
  EntitySubscription: 'ParentId SubscriberId>User',
  EventRelation:
    'RelationId EventId>Event Status Response RespondedDate:datetime IsWhat:boolean IsParent:boolean IsInvitee:boolean',
  ExternalString: 'Name MasterLabel Value Language Category NamespacePrefix IsProtected:boolean',
  FeedComment: 'CommentBody:textarea FeedItemId>FeedItem ParentId InsertedById>User CommentType',
  FeedItem:
    'Title Body:textarea ParentId Type LinkUrl InsertedById>User RelatedRecordId CommentCount:int LikeCount:int IsRichText:boolean',
  FieldSet: 'DeveloperName MasterLabel Description NamespacePrefix EntityDefinitionId FullName ManageableState',
  FlowDefinitionView:
    'ApiName Label Description ProcessType TriggerType NamespacePrefix ActiveVersionId LatestVersionId DurableId IsActive:boolean',
  FlowInterview: 'Name InterviewLabel CurrentElement InterviewStatus OwnerId>User Guid',
  MetadataComponentDependency:
    'MetadataComponentName MetadataComponentId MetadataComponentType MetadataComponentNamespace RefMetadataComponentId RefMetadataComponentName RefMetadataComponentType RefMetadataComponentNamespace',
  NamedCredential: 'DeveloperName MasterLabel Endpoint PrincipalType NamespacePrefix FullName ManageableState',
  OpportunityCompetitor: 'CompetitorName OpportunityId>Opportunity Strengths Weaknesses',
  OpportunityPartner: 'Role OpportunityId>Opportunity AccountToId>Account IsPrimary:boolean',
  OpportunityTeamMember:
    'Name Title OpportunityId>Opportunity UserId>User TeamMemberRole:picklist OpportunityAccessLevel',
  Order:
    'OrderNumber Name Status:picklist Type:picklist AccountId>Account ContractId>Contract OpportunityId>Opportunity OwnerId>User Pricebook2Id>Pricebook2 EffectiveDate:date EndDate:date TotalAmount:currency',
  OrderItem:
    'OrderItemNumber OrderId>Order PricebookEntryId>PricebookEntry Product2Id>Product2 Quantity:double UnitPrice:currency ListPrice:currency TotalPrice:currency',
  PackageLicense:
    'NamespacePrefix Status AllowedLicenses:int UsedLicenses:int ExpirationDate:datetime IsProvisioned:boolean',
  Partner: 'Role AccountFromId>Account AccountToId>Account OpportunityId>Opportunity IsPrimary:boolean',
  PermissionSetGroup: 'DeveloperName MasterLabel Description NamespacePrefix Language Status',
  PermissionSetGroupComponent: 'PermissionSetGroupId>PermissionSetGroup PermissionSetId>PermissionSet',
  PermissionSetLicense:
    'DeveloperName MasterLabel PermissionSetLicenseKey Status TotalLicenses:int UsedLicenses:int ExpirationDate:date',
  PermissionSetLicenseAssign: 'AssigneeId>User PermissionSetLicenseId>PermissionSetLicense',
  ProcessDefinition: 'Name DeveloperName Type Description TableEnumOrId State LockType',
  ProcessInstance:
    'Status ProcessDefinitionId>ProcessDefinition TargetObjectId SubmittedById>User LastActorId>User CompletedDate:datetime ElapsedTimeInDays:double',
  ProcessInstanceStep: 'StepStatus ProcessInstanceId>ProcessInstance ActorId>User OriginalActorId>User Comments',
  ProcessInstanceWorkitem:
    'ProcessInstanceId>ProcessInstance ActorId>User OriginalActorId>User ElapsedTimeInDays:double',
  Publisher: 'Name NamespacePrefix DurableId IsSalesforce:boolean MajorVersion:int MinorVersion:int',
  Quote:
    'QuoteNumber Name OpportunityId>Opportunity AccountId>Account ContactId>Contact OwnerId>User Status:picklist ExpirationDate:date GrandTotal:currency TotalPrice:currency IsSyncing:boolean',
  QuoteLineItem:
    'LineNumber QuoteId>Quote PricebookEntryId>PricebookEntry Product2Id>Product2 Quantity:double UnitPrice:currency TotalPrice:currency',
  Solution: 'SolutionNumber SolutionName SolutionNote:textarea Status:picklist OwnerId>User IsPublished:boolean',
  TestSuiteMembership: 'ApexTestSuiteId>ApexTestSuite ApexClassId>ApexClass',
  Topic: 'Name Description TalkingAbout:int',
  TopicAssignment: 'TopicId>Topic EntityId EntityKeyPrefix EntityType',
}
