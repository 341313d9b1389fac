import { sql, type RawBuilder } from '../../platform/sql.ts'
import type { FieldDeclaration, FieldType } from '../../ground/objects/definition.ts'
import { alwaysBlank, lastReferenced, neverSet, workedOut } from '../../ground/objects/toolFields.ts'

export const campaignToolFields: readonly FieldDeclaration[] = [
  lastReferenced,
  alwaysBlank('CampaignMemberRecordTypeId', 'reference', { referenceTo: ['RecordType'] }),
]

/** What the member's contact says, or the lead where there is none yet. */
const fromPerson =
  (ofContact: RawBuilder<unknown>, ofLead: RawBuilder<unknown>) =>
  (alias: string): RawBuilder<unknown> =>
    sql`coalesce(
    (select ${ofContact} from contact p where p.id = ${sql.ref(`${alias}.contact_id`)}),
    (select ${ofLead} from lead p where p.id = ${sql.ref(`${alias}.lead_id`)}))`

const copy = (name: string, type: FieldType, ofLead: string, ofContact = ofLead): FieldDeclaration =>
  workedOut(name, type, fromPerson(sql.ref(`p.${ofContact}`), sql.ref(`p.${ofLead}`)))

export const memberToolFields: readonly FieldDeclaration[] = [
  ...neverSet('IsDeleted'),
  copy('Salutation', 'string', 'salutation'),
  workedOut(
    'Name',
    'string',
    fromPerson(sql`concat_ws(' ', p.first_name, p.last_name)`, sql`concat_ws(' ', p.first_name, p.last_name)`),
  ),
  copy('Street', 'textarea', 'street', 'mailing_street'),
  copy('City', 'string', 'city', 'mailing_city'),
  copy('State', 'string', 'state', 'mailing_state'),
  copy('PostalCode', 'string', 'postal_code', 'mailing_postal_code'),
  copy('Country', 'string', 'country', 'mailing_country'),
  copy('Fax', 'phone', 'fax'),
  copy('MobilePhone', 'phone', 'mobile_phone'),
  copy('Description', 'textarea', 'description'),
  copy('DoNotCall', 'boolean', 'do_not_call'),
  copy('HasOptedOutOfEmail', 'boolean', 'has_opted_out_of_email'),
  copy('HasOptedOutOfFax', 'boolean', 'has_opted_out_of_fax'),
  copy('LeadSource', 'picklist', 'lead_source'),
  { ...copy('LeadOrContactOwnerId', 'reference', 'owner_id'), referenceTo: ['User', 'Group'] },
]
