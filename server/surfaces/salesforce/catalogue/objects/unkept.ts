import type { FieldDeclaration } from '../../../../ground/objects/definition.ts'
import { allShown, fixedRows, pointing, shown, systemObject } from './declaring.sql.ts'

/**
 * Objects Assay keeps nothing of: products, price books, cases. Tools ask for them in their set-up, or beside what they are
 * after, and the true answer is that there are none. Nothing can be written to them, which describe says.
 */

type Unkept = {
  readonly name: string
  readonly label: string
  readonly labelPlural?: string
  readonly nameField?: string
  readonly fields: readonly FieldDeclaration[]
  readonly instead: string
}

/** Declares an object of which there is nothing; `instead` is where to look, or why. */
export const unkept = ({ fields, instead, ...declared }: Unkept): void => {
  const all = [...fields, shown('IsDeleted', 'boolean')]
  systemObject({ ...declared, fields: all, rows: fixedRows(all, () => []), meaning: `Nothing: ${instead}` })
}

export const looks = allShown('datetime', 'LastViewedDate LastReferencedDate')

/** What points to a record, and what that record calls those that do. */
export const within = (name: string, objectName: string, childRelationshipName: string): FieldDeclaration => ({
  ...pointing(name, objectName),
  childRelationshipName,
})

unkept({
  name: 'Product2',
  label: 'Product',
  fields: [
    ...allShown('string', 'Name ProductCode Description Family StockKeepingUnit QuantityUnitOfMeasure'),
    ...allShown('string', 'DisplayUrl ExternalId ExternalDataSourceId'),
    ...allShown('boolean', 'IsActive IsArchived'),
    ...looks,
  ],
  instead: 'an opportunity has one amount, without products behind it.',
})

unkept({
  name: 'Pricebook2',
  label: 'Price book',
  fields: [
    ...allShown('string', 'Name Description'),
    ...allShown('boolean', 'IsActive IsStandard IsArchived'),
    ...looks,
  ],
  instead: 'there are no products, so they have no prices.',
})

unkept({
  name: 'PricebookEntry',
  label: 'Price book entry',
  labelPlural: 'Price book entries',
  fields: [
    ...allShown('string', 'Name ProductCode'),
    within('Pricebook2Id', 'Pricebook2', 'PricebookEntries'),
    within('Product2Id', 'Product2', 'PricebookEntries'),
    shown('UnitPrice', 'currency'),
    ...allShown('boolean', 'IsActive UseStandardPrice IsArchived'),
  ],
  instead: 'there are no products, so they have no prices.',
})

unkept({
  name: 'OpportunityLineItem',
  label: 'Opportunity product',
  fields: [
    ...allShown('string', 'Name ProductCode Description'),
    within('OpportunityId', 'Opportunity', 'OpportunityLineItems'),
    within('PricebookEntryId', 'PricebookEntry', 'OpportunityLineItems'),
    pointing('Product2Id', 'Product2'),
    shown('SortOrder', 'int'),
    ...allShown('double', 'Quantity Discount'),
    ...allShown('currency', 'TotalPrice UnitPrice ListPrice Subtotal'),
    shown('ServiceDate', 'date'),
    ...looks,
  ],
  instead: 'an opportunity has one amount, without products behind it.',
})

unkept({
  name: 'Case',
  label: 'Case',
  nameField: 'CaseNumber',
  fields: [
    ...allShown('string', 'CaseNumber SuppliedName SuppliedEmail SuppliedPhone SuppliedCompany Subject Description'),
    ...allShown('picklist', 'Type Status Reason Origin Priority'),
    ...allShown('string', 'ContactPhone ContactMobile ContactEmail ContactFax Comments'),
    within('AccountId', 'Account', 'Cases'),
    within('ContactId', 'Contact', 'Cases'),
    within('ParentId', 'Case', 'Cases'),
    pointing('OwnerId', 'User', 'Group'),
    ...allShown('boolean', 'IsClosed IsEscalated HasCommentsUnreadByOwner IsClosedOnCreate'),
    shown('ClosedDate', 'datetime'),
    ...looks,
  ],
  instead: 'helping customers is not what Assay is for.',
})

unkept({
  name: 'CaseStatus',
  label: 'Case status',
  labelPlural: 'Case statuses',
  nameField: 'MasterLabel',
  fields: [
    ...allShown('string', 'MasterLabel ApiName'),
    shown('SortOrder', 'int'),
    ...allShown('boolean', 'IsDefault IsClosed'),
  ],
  instead: 'there are no cases.',
})

unkept({
  name: 'AccountContactRole',
  label: 'Account contact role',
  nameField: 'Role',
  fields: [
    within('AccountId', 'Account', 'AccountContactRoles'),
    within('ContactId', 'Contact', 'AccountContactRoles'),
    shown('Role', 'picklist'),
    shown('IsPrimary', 'boolean'),
  ],
  instead: 'a contact belongs to its account, and has a role in each opportunity.',
})

unkept({
  name: 'Individual',
  label: 'Individual',
  fields: [
    ...allShown('string', 'Name FirstName LastName'),
    shown('Salutation', 'picklist'),
    pointing('OwnerId', 'User'),
    ...allShown('boolean', 'HasOptedOutTracking HasOptedOutProfiling HasOptedOutProcessing HasOptedOutSolicit'),
    ...allShown('boolean', 'ShouldForget SendIndividualData CanStorePiiElsewhere HasOptedOutGeoTracking'),
    shown('BirthDate', 'date'),
    shown('IndividualsAge', 'picklist'),
    ...looks,
  ],
  instead: 'what a person allows stands with the lead or the contact.',
})

unkept({
  name: 'Contract',
  label: 'Contract',
  nameField: 'ContractNumber',
  fields: [
    ...allShown('string', 'ContractNumber Name Description SpecialTerms'),
    within('AccountId', 'Account', 'Contracts'),
    pointing('OwnerId', 'User'),
    shown('Status', 'picklist'),
    shown('ContractTerm', 'int'),
    ...allShown('date', 'StartDate EndDate CustomerSignedDate CompanySignedDate'),
    shown('ActivatedDate', 'datetime'),
    ...looks,
  ],
  instead: 'what was agreed is kept as a file with its opportunity.',
})

unkept({
  name: 'Asset',
  label: 'Asset',
  fields: [
    ...allShown('string', 'Name SerialNumber Description'),
    within('AccountId', 'Account', 'Assets'),
    within('ContactId', 'Contact', 'Assets'),
    pointing('Product2Id', 'Product2'),
    shown('Status', 'picklist'),
    shown('Quantity', 'double'),
    shown('Price', 'currency'),
    ...allShown('date', 'PurchaseDate InstallDate UsageEndDate'),
    ...looks,
  ],
  instead: 'make an object of your own for what customers have.',
})

unkept({
  name: 'Holiday',
  label: 'Holiday',
  fields: [
    ...allShown('string', 'Name Description'),
    shown('ActivityDate', 'date'),
    ...allShown('boolean', 'IsAllDay IsRecurrence'),
  ],
  instead: 'every day counts as one here.',
})

unkept({
  name: 'AssignmentRule',
  label: 'Assignment rule',
  fields: [...allShown('string', 'Name SobjectType'), shown('Active', 'boolean')],
  instead: 'whoever makes a lead owns it, unless its owner is given.',
})
