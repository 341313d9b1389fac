import type { FieldType, TargetField } from '../reading/field.ts'
import type { TargetObject } from './suggest.ts'

/** The standard objects' fields, short: enough to say where a column belongs without a database. */
const FIELDS: Readonly<Record<string, string>> = {
  Lead: 'Salutation:picklist FirstName LastName! Name Title Company! Status:picklist Street:textarea City State PostalCode Country Phone:phone MobilePhone:phone Fax:phone Email:email Website:url Description:textarea LeadSource:picklist Industry:picklist Rating:picklist AnnualRevenue:currency NumberOfEmployees:int OwnerId:reference=User DoNotCall:boolean HasOptedOutOfEmail:boolean HasOptedOutOfFax:boolean UnqualifiedReason NotReadyReason RecheckOn:date CreatedDate:datetime',
  Contact:
    'AccountId:reference=Account Salutation:picklist FirstName LastName! Name Title Department Type:picklist ReportsToId:reference=Contact Email:email Phone:phone MobilePhone:phone HomePhone:phone OtherPhone:phone Fax:phone AssistantName Birthdate:date LeadSource:picklist MailingStreet:textarea MailingCity MailingState MailingPostalCode MailingCountry Description:textarea OwnerId:reference=User DoNotCall:boolean HasOptedOutOfEmail:boolean CreatedDate:datetime',
  Account:
    'Name! AccountNumber Site Type:picklist ParentId:reference=Account OwnerId:reference=User Industry:picklist Sic SicDesc AnnualRevenue:currency NumberOfEmployees:int Ownership Rating:picklist TickerSymbol YearStarted Phone:phone Fax:phone Website:url BillingStreet:textarea BillingCity BillingState BillingPostalCode BillingCountry ShippingStreet:textarea ShippingCity ShippingState ShippingPostalCode ShippingCountry AccountSource:picklist Description:textarea CreatedDate:datetime',
  Opportunity:
    'Name! AccountId:reference=Account OwnerId:reference=User StageName:picklist! Amount:currency Probability:percent CloseDate:date! Type:picklist NextStep LeadSource:picklist CampaignId:reference=Campaign TotalOpportunityQuantity:double Description:textarea LossReason CreatedDate:datetime',
  Campaign:
    'Name! ParentId:reference=Campaign Type:picklist Status:picklist StartDate:date EndDate:date IsActive:boolean BudgetedCost:currency ActualCost:currency ExpectedRevenue:currency ExpectedResponse:percent NumberSent:int Description:textarea OwnerId:reference=User',
  CampaignMember: 'CampaignId:reference=Campaign! LeadId:reference=Lead ContactId:reference=Contact Status:picklist',
  Task: 'Subject! ActivityDate:date Status:picklist Priority:picklist WhoId:reference=Lead WhatId:reference=Account Description:textarea OwnerId:reference=User',
  User: 'FirstName LastName! Name Email:email Username Title Department ManagerId:reference=User Phone:phone IsActive:boolean',
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  'Opportunity.StageName': [
    'Prospecting',
    'Qualification',
    'Needs Analysis',
    'Value Proposition',
    'Id. Decision Makers',
    'Perception Analysis',
    'Proposal/Price Quote',
    'Negotiation/Review',
    'Closed Won',
    'Closed Lost',
  ],
  'Lead.Status': [
    'Open - Not Contacted',
    'Working - Contacted',
    'Nurturing',
    'Closed - Converted',
    'Closed - Not Converted',
  ],
  'Lead.Industry': ['Agriculture', 'Banking', 'Finance', 'Technology', 'Retail', 'Telecommunications'],
  'Account.Industry': ['Agriculture', 'Banking', 'Finance', 'Technology', 'Retail', 'Telecommunications'],
  'Lead.LeadSource': ['Web', 'Trade Show', 'Purchased List', 'Partner', 'Other'],
}
const RESTRICTED = new Set(['StageName', 'Status'])

export const standardTargets: readonly TargetObject[] = Object.entries(FIELDS).map(([name, fields]) => ({
  name,
  label: name,
  fields: fields.split(' ').map((field) => fieldFrom(name, field)),
}))

export function standardTarget(name: string): TargetObject {
  const found = standardTargets.find((target) => target.name === name)
  if (found === undefined) throw new Error(`No target is called '${name}'.`)
  return found
}

function fieldFrom(objectName: string, text: string): TargetField {
  const required = text.endsWith('!')
  const [name = '', typed = 'string'] = text.replace('!', '').split(':')
  const [type = 'string', references] = typed.split('=')
  return {
    name,
    label: name.replace(/Id$/, '').replace(/([a-z])([A-Z])/g, '$1 $2'),
    type: type as FieldType,
    required,
    restricted: RESTRICTED.has(name) && WORDS[`${objectName}.${name}`] !== undefined,
    picklist: WORDS[`${objectName}.${name}`]?.map((value) => ({ value })),
    references: references === undefined ? undefined : [references],
  }
}
