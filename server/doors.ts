import type { Tx } from './platform/tx.ts'
import { useDuplicateCheck } from './ground/objects/duplicateCheck.ts'
import { doorOfOwn } from './ground/objects/customRecords.ts'
import { userDoor } from './ground/users/users.ts'
import { duplicateCheckOf } from './processes/duplicates/rules/check.ts'
import { keepSalesOffLeads } from './processes/qualification/vetting.ts'
import { accountDoor } from './records/accounts/accounts.ts'
import { eventDoor, noteDoor, taskDoor } from './records/activities/activities.ts'
import { campaignDoor, campaignToolDoor } from './records/campaigns/campaigns.ts'
import { campaignCostDoor } from './records/campaigns/costs.ts'
import { memberStatusToolDoor } from './records/campaigns/memberStatuses.ts'
import { campaignMemberDoor, campaignMemberToolDoor } from './records/campaigns/members.ts'
import { attachmentDoor } from './records/files/attachments.ts'
import { contentDocumentDoor, contentDocumentLinkDoor, contentVersionDoor } from './records/files/documents.ts'
import { contactDoor, contactToolDoor } from './records/contacts/contacts.ts'
import { leadDoor } from './records/leads/leads.ts'
import { seedLeadStatuses } from './records/leads/statuses.ts'
import { contactRoleDoor, opportunityDoor } from './records/opportunities/opportunities.ts'
import { paymentDoor } from './records/opportunities/payments.ts'
import { seedStages } from './records/opportunities/stages.ts'
// What is no door's own is declared all the same.
import './ground/users/group.ts'
import './records/leads/statusList.ts'
import './surfaces/salesforce/catalogue/objects/objects.ts'
import './surfaces/salesforce/events/fields.ts'
import './surfaces/salesforce/metadata/tooling.ts'
import type { ImportRooms } from './surfaces/imports/imports.routes.ts'
import type { BinRooms } from './surfaces/recycleBin/recycleBin.ts'
import type { SalesforceRooms } from './surfaces/salesforce/salesforce.routes.ts'

// Every door that saves a person or an account says which we may know already.
for (const objectName of ['Lead', 'Contact', 'Account'] as const)
  useDuplicateCheck(objectName, duplicateCheckOf(objectName))
keepSalesOffLeads()

const everyDoor = [
  leadDoor,
  contactDoor,
  accountDoor,
  opportunityDoor,
  paymentDoor,
  campaignDoor,
  campaignMemberDoor,
  campaignCostDoor,
  taskDoor,
  eventDoor,
  noteDoor,
  userDoor,
]

/** Files come with bytes of their own, which no import brings. */
const fileDoors = [attachmentDoor, contentVersionDoor, contentDocumentDoor, contentDocumentLinkDoor]

/** Where tools made for Salesforce expect the field's behaviour, and our own API does better. */
const toolDoors = [contactToolDoor, campaignToolDoor, campaignMemberToolDoor, memberStatusToolDoor]

/** What works on any object gets the doors by its name. */
export const importing: ImportRooms = {
  doors: new Map(everyDoor.map((door) => [door.definition.name, door])),
}

/** What comes back out of the recycle bin by its own door. */
export const recycling: BinRooms = {
  doors: new Map([...everyDoor, ...fileDoors].map((door) => [door.definition.name, door])),
  doorOfOwn,
}

/** What tools made for Salesforce reach: the same doors, and the field's behaviour where it differs. */
export const forSalesforce: SalesforceRooms = {
  doors: new Map(
    [...everyDoor, ...toolDoors, contactRoleDoor, ...fileDoors].map((door) => [door.definition.name, door]),
  ),
  doorOfOwn,
}

/** What every org starts with. */
export async function seedOrg(tx: Tx): Promise<void> {
  await seedLeadStatuses(tx)
  await seedStages(tx)
}
