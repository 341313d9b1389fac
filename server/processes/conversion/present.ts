import type { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { definitionOf } from '../../ground/objects/catalogue.ts'
import type { FieldValue } from '../../ground/objects/definition.ts'
import { namesOf, presentRecords } from '../../ground/objects/present.ts'
import { presentQualification } from '../qualification/qualification.ts'
import type { Colleague, Company } from './company.ts'
import type { Converted } from './conversion.ts'
import type { Conversion } from './converted.ts'
import type { Prospect, Suggestion } from './suggestions.ts'
import type { Undoing } from './obstacles.ts'
import type { companySchema, convertedSchema, prospectSchema } from './shapes.ts'

/** One answer, as the field's LeadConvertResult has it, with what was made beside it. */
export const presentConverted = (one: Converted): z.infer<typeof convertedSchema> => ({
  leadId: encodeId(one.leadId),
  conversionId: encodeId(one.conversionId),
  accountId: encodeId(one.accountId),
  contactId: encodeId(one.contactId),
  opportunityId: one.opportunityId === null ? null : encodeId(one.opportunityId),
  created: { account: one.createdAccount, contact: one.createdContact, opportunity: one.createdOpportunity },
  criteriaMet: one.criteriaMet,
  success: true,
  errors: [],
})

/** The conversion page: before, and after. */
export async function presentProspect(tx: Tx, prospect: Prospect): Promise<z.infer<typeof prospectSchema>> {
  const { lead, agreement, conversion, undoing } = prospect
  const [shownLead] = await presentRecords(tx, await definitionOf(tx, 'Lead'), [lead])
  return {
    lead: shownLead ?? { Id: encodeId(lead.Id) },
    qualification: await presentQualification(tx, prospect.qualification),
    agreement: {
      version: agreement.version,
      isSigned: prospect.qualification.isAgreementSigned,
      converters: agreement.converters,
    },
    obstacle: prospect.obstacle ?? null,
    mayOverride: prospect.mayOverride,
    convertedStatuses: prospect.convertedStatuses,
    accounts: await presentSuggestions(tx, 'Account', prospect.accounts),
    contacts: await presentSuggestions(tx, 'Contact', prospect.contacts),
    opportunities: prospect.opportunities.map(
      ({ id, accountId, ownerId, ownerName, contactIds, name, stageName, closeDate, amount, isAccountOwners }) => ({
        Id: encodeId(id),
        Name: name,
        AccountId: encodeId(accountId),
        StageName: stageName,
        CloseDate: closeDate,
        Amount: amount,
        Owner: { Id: encodeId(ownerId), Name: ownerName },
        isAccountOwners,
        contactIds: contactIds.map(encodeId),
      }),
    ),
    warnings: prospect.warnings,
    fresh: prospect.fresh,
    conversion: conversion === undefined ? null : await presentConversion(tx, conversion, undoing),
  }
}

async function presentConversion(tx: Tx, conversion: Conversion, undoing: Undoing | undefined) {
  const ids = [conversion.accountId, conversion.contactId, conversion.opportunityId, conversion.convertedById].filter(
    (id) => id !== null,
  )
  const names = await namesOf(tx, new Set([...ids, ...(undoing?.obstacles.map(({ recordId }) => recordId) ?? [])]))
  const named = (id: number) => ({ Id: encodeId(id), Name: names.get(id) ?? null })
  return {
    ...presentConverted(conversion),
    account: named(conversion.accountId),
    contact: named(conversion.contactId),
    opportunity: conversion.opportunityId === null ? null : named(conversion.opportunityId),
    agreementVersion: conversion.agreementVersion,
    overrideReason: conversion.overrideReason,
    convertedAt: conversion.convertedAt,
    convertedBy: named(conversion.convertedById),
    undo: {
      isPossible: undoing?.isPossible === true,
      obstacles:
        undoing?.obstacles.map(({ kind, recordId, since, sentence }) => ({
          kind,
          record: named(recordId),
          since,
          sentence,
        })) ?? [],
    },
  }
}

async function presentSuggestions(tx: Tx, target: 'Account' | 'Contact', suggestions: readonly Suggestion[]) {
  const records = await presentRecords(
    tx,
    await definitionOf(tx, target),
    suggestions.map(({ record }) => record),
  )
  return suggestions.map(({ record, probability, reasons, fills, stays }, at) => ({
    record: records[at] ?? { Id: encodeId(record.Id) },
    probability,
    reasons,
    fills,
    stays,
  }))
}

/** Who we know at a company. */
export const presentCompany = (company: Company): z.infer<typeof companySchema> => ({
  name: company.name,
  domains: company.domains,
  accounts: company.accounts.map(({ id, name, reasons }) => ({ Id: encodeId(id), Name: name, reasons })),
  leads: company.leads.map(presentColleague),
  contacts: company.contacts.map(presentColleague),
})

const presentColleague = (person: Colleague) => ({
  object: person.object,
  Id: encodeId(person.id),
  Name: person.name,
  Title: person.title,
  Email: person.email,
  Phone: person.phone,
  Company: person.company,
  [person.object === 'Lead' ? 'Status' : 'Type']: person.standing,
  Owner: { Id: encodeId(person.ownerId), Name: person.ownerName },
  LastActivityDate: person.lastActivityDate satisfies FieldValue,
  reasons: person.reasons,
  talks: person.talks.map(({ userId, userName, times, lastAt }) => ({
    by: { Id: encodeId(userId), Name: userName },
    times,
    lastAt,
  })),
})
