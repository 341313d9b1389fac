import { idOf } from '../../../shared/ids.ts'
import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { FieldDeclaration } from '../objects/definition.ts'
import { alwaysBlank, alwaysThe, individual, neverSet, sameAs, workedOut } from '../objects/toolFields.ts'
import { roles } from '../../../shared/roles.ts'

/** A role is a profile and a place in the hierarchy at once; both have its number in the list of roles. */
const idByRole =
  (objectName: 'Profile' | 'UserRole') =>
  (alias: string): RawBuilder<unknown> => {
    const cases = roles.map((role, at) => sql`when ${sql.lit(role)} then ${sql.lit(idOf(objectName, at + 1))}::bigint`)
    return sql`case ${sql.ref(`${alias}.role`)} ${sql.join(cases, sql` `)} end`
  }

const reference = (name: string, objectName: 'Profile' | 'UserRole', relationshipName: string): FieldDeclaration =>
  workedOut(name, 'reference', idByRole(objectName), {
    label: relationshipName === 'Profile' ? 'Profile' : 'Role',
    referenceTo: [objectName],
    relationshipName,
    readOnly: 'Set the role instead.',
    isUnderstood: true,
  })

const alias = (t: string): RawBuilder<unknown> =>
  sql`lower(left(${sql.ref(`${t}.first_name`)}, 1) || left(${sql.ref(`${t}.last_name`)}, 4))`

const nickname = (t: string): RawBuilder<unknown> => sql`split_part(${sql.ref(`${t}.username`)}, '@', 1)`

const BLANK =
  'CompanyName Division Street City State PostalCode Country SenderEmail SenderName Signature EmployeeNumber Extension FederationIdentifier AboutMe BadgeText StayInTouchSubject StayInTouchSignature StayInTouchNote PortalRole OutOfOfficeMessage'

const NEVER =
  'EmailPreferencesAutoBcc EmailPreferencesAutoBccStayInTouch EmailPreferencesStayInTouchReminder ReceivesInfoEmails ReceivesAdminInfoEmails ForecastEnabled UserPermissionsMarketingUser UserPermissionsOfflineUser UserPermissionsAvantgoUser UserPermissionsCallCenterAutoLogin UserPermissionsMobileUser UserPermissionsSFContentUser UserPermissionsKnowledgeUser UserPermissionsInteractionUser UserPermissionsSupportUser UserPreferencesLightningExperiencePreferred IsPortalEnabled IsPortalSelfRegistered IsExtIndicatorVisible IsProfilePhotoActive'

/** Switches of Salesforce's own pages, without their first word `UserPreferences`. Nobody sets them here. */
const PREFERENCES = [
  'ActivityRemindersPopup EventRemindersCheckboxDefault TaskRemindersCheckboxDefault ReminderSoundOff',
  'DisableAllFeedsEmail DisableFollowersEmail DisableProfilePostEmail DisableChangeCommentEmail',
  'DisableLaterCommentEmail DisProfPostCommentEmail ContentNoEmail ContentEmailAsAndWhen',
  'ApexPagesDeveloperMode HideCSNGetChatterMobileTask DisableMentionsPostEmail DisMentionsCommentEmail',
  'HideCSNDesktopTask HideChatterOnboardingSplash HideSecondChatterOnboardingSplash DisCommentAfterLikeEmail',
  'DisableLikeEmail SortFeedByComment DisableMessageEmail DisableBookmarkEmail DisableSharePostEmail',
  'EnableAutoSubForFeeds DisableFileShareNotificationsForApi ShowTitleToExternalUsers',
  'ShowManagerToExternalUsers ShowEmailToExternalUsers ShowWorkPhoneToExternalUsers',
  'ShowMobilePhoneToExternalUsers ShowFaxToExternalUsers ShowStreetAddressToExternalUsers',
  'ShowCityToExternalUsers ShowStateToExternalUsers ShowPostalCodeToExternalUsers ShowCountryToExternalUsers',
  'ShowProfilePicToGuestUsers ShowTitleToGuestUsers ShowCityToGuestUsers ShowStateToGuestUsers',
  'ShowPostalCodeToGuestUsers ShowCountryToGuestUsers HideS1BrowserUI DisableEndorsementEmail',
  'PathAssistantCollapsed CacheDiagnostics ShowEmailToGuestUsers ShowManagerToGuestUsers',
  'ShowWorkPhoneToGuestUsers ShowMobilePhoneToGuestUsers ShowFaxToGuestUsers ShowStreetAddressToGuestUsers',
  'PreviewLightning HideEndUserOnboardingAssistantModal HideLightningMigrationModal HideSfxWelcomeMat',
  'HideBiggerPhotoCallout GlobalNavBarWTShown GlobalNavGridMenuWTShown CreateLEXAppsWTShown FavoritesWTShown',
  'RecordHomeSectionCollapseWTShown RecordHomeReservedWTShown FavoritesShowTopFavorites',
  'ExcludeMailAppAttachments SuppressTaskSFXReminders SuppressEventSFXReminders PreviewCustomTheme',
  'HasCelebrationBadge UserDebugModePref NewLightningReportRunPageEnabled',
].flatMap((line) => line.split(' '))

/** What tools made for the field ask of a user. */
export const userToolFields: readonly FieldDeclaration[] = [
  workedOut('Alias', 'string', (t) => sql`coalesce(${alias(t)}, lower(left(${sql.ref(`${t}.last_name`)}, 5)))`, {
    length: 8,
    neverNull: true,
    isUnderstood: true,
  }),
  workedOut('CommunityNickname', 'string', nickname, {
    label: 'Nickname',
    length: 40,
    neverNull: true,
    isUnderstood: true,
  }),
  reference('ProfileId', 'Profile', 'Profile'),
  reference('UserRoleId', 'UserRole', 'UserRole'),
  alwaysThe('Standard', 'UserType', {
    type: 'picklist',
    length: 40,
    picklist: [{ value: 'Standard', label: 'Standard' }],
  }),
  alwaysThe('UTF-8', 'EmailEncodingKey', { label: 'E-mail encoding', length: 40, isUnderstood: true }),
  workedOut('LanguageLocaleKey', 'string', (t) => sql`replace(${sql.ref(`${t}.locale`)}, '-', '_')`, {
    label: 'Language',
    length: 40,
    neverNull: true,
    isUnderstood: true,
  }),
  alwaysThe('D', 'DigestFrequency'),
  alwaysThe('N', 'DefaultGroupNotificationFrequency'),
  sameAs('password_changed_at', 'LastPasswordChangeDate', 'datetime'),
  ...BLANK.split(' ').map((name) => alwaysBlank(name)),
  alwaysBlank('Fax', 'phone'),
  alwaysBlank('Latitude', 'double', { scale: 15 }),
  alwaysBlank('Longitude', 'double', { scale: 15 }),
  alwaysBlank('GeocodeAccuracy', 'picklist', { length: 40 }),
  alwaysBlank('DelegatedApproverId', 'reference', { referenceTo: ['User', 'Group'] }),
  alwaysBlank('ContactId', 'reference', { referenceTo: ['Contact'] }),
  alwaysBlank('AccountId', 'reference', { referenceTo: ['Account'] }),
  alwaysBlank('CallCenterId', 'reference', { referenceTo: ['CallCenter'] }),
  individual,
  alwaysBlank('OfflineTrialExpirationDate', 'datetime'),
  alwaysBlank('OfflinePdaTrialExpirationDate', 'datetime'),
  alwaysBlank('LastViewedDate', 'datetime'),
  alwaysBlank('LastReferencedDate', 'datetime'),
  ...[
    'FullPhotoUrl',
    'SmallPhotoUrl',
    'MediumPhotoUrl',
    'BannerPhotoUrl',
    'SmallBannerPhotoUrl',
    'MediumBannerPhotoUrl',
  ].map((name) => alwaysBlank(name, 'url')),
  ...neverSet(...NEVER.split(' '), ...PREFERENCES.map((name) => `UserPreferences${name}`)),
]
