import { sql } from '../../../../platform/sql.ts'
import { allShown, shown, systemObject } from './declaring.sql.ts'

const setting = (name: string, usual: string) =>
  sql`coalesce((select value #>> '{}' from setting where name = ${sql.lit(name)}), ${sql.lit(usual)})`

/** How far records reach whose owner is somebody else. */
const access = (objectName: string, open: string) =>
  sql`case when (select value ? ${sql.lit(objectName)} from setting where name = 'private_objects') then 'None' else ${sql.lit(open)} end`

const BLANK = 'Division Street City State PostalCode GeocodeAccuracy Phone Fax PrimaryContact NamespacePrefix UiSkin'
const NEVER =
  'IsSandbox IsReadOnly ReceivesInfoEmails ReceivesAdminInfoEmails UsesStartDateAsFiscalYearName PreferencesRequireOpportunityProducts PreferencesConsentManagementEnabled PreferencesIndividualAutoCreateEnabled PreferencesAutoSelectIndividualOnMerge PreferencesLightningLoginEnabled PreferencesOnlyLLPermUserAllowed'

systemObject({
  name: 'Organization',
  label: 'Organization',
  fields: [
    ...allShown(
      'string',
      'Name Country DefaultLocaleSidKey TimeZoneSidKey LanguageLocaleKey OrganizationType InstanceName',
    ),
    ...allShown('string', 'DefaultCurrencyIsoCode SignupCountryIsoCode ComplianceBccEmail WebToCaseDefaultOrigin'),
    ...BLANK.split(' ').map((name) => shown(name, 'string', { expression: () => sql`null::text` })),
    ...NEVER.split(' ').map((name) => shown(name, 'boolean', { expression: () => sql`false` })),
    shown('Latitude', 'double', { expression: () => sql`null::numeric` }),
    shown('Longitude', 'double', { expression: () => sql`null::numeric` }),
    shown('FiscalYearStartMonth', 'int'),
    ...allShown('string', 'DefaultAccountAccess DefaultContactAccess DefaultOpportunityAccess DefaultLeadAccess'),
    ...allShown('string', 'DefaultCampaignAccess DefaultCaseAccess DefaultCalendarAccess DefaultPricebookAccess'),
    shown('TrialExpirationDate', 'datetime'),
    ...allShown('int', 'MonthlyPageViewsUsed MonthlyPageViewsEntitlement NumKnowledgeService'),
  ],
  rows: () => sql`
    select o.id, 1 as version, o.name, ${setting('country', 'US')} as country, 'en_US' as default_locale_sid_key,
      'UTC' as time_zone_sid_key, 'en_US' as language_locale_key, 'Enterprise Edition' as organization_type,
      'ASSAY' as instance_name, ${setting('currency', 'USD')} as default_currency_iso_code,
      ${setting('country', 'US')} as signup_country_iso_code, null::text as compliance_bcc_email,
      null::text as web_to_case_default_origin, ${setting('fiscal_year_starts_in', '1')}::bigint as fiscal_year_start_month,
      ${access('Account', 'Edit')} as default_account_access, ${access('Contact', 'Edit')} as default_contact_access,
      ${access('Opportunity', 'Edit')} as default_opportunity_access,
      ${access('Lead', 'ReadEditTransfer')} as default_lead_access, ${access('Campaign', 'Edit')} as default_campaign_access,
      'None' as default_case_access, 'HideDetails' as default_calendar_access, 'ReadSelect' as default_pricebook_access,
      null::timestamptz as trial_expiration_date, null::bigint as monthly_page_views_used,
      null::bigint as monthly_page_views_entitlement, null::bigint as num_knowledge_service,
      o.created_at, null::bigint as created_by_id, o.created_at as last_modified_at, null::bigint as last_modified_by_id
    from platform.org o
    where o.schema_name = current_schema()`,
  meaning: 'The company that works here.',
})
