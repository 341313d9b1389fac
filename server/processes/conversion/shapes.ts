import { z } from 'zod'
import { anyRecordSchema, problemSchema, referenceSchema } from '../../ground/objects/schemas.ts'
import { roles } from '../../../shared/roles.ts'
import { qualificationSchema } from '../qualification/shapes.ts'
import { targets } from '../../../shared/conversionMapping.ts'
import { obstacleKinds } from './obstacles.sql.ts'

/** What the API answers about conversion: before, after, and who else is known at a company. */

export const convertedSchema = z
  .object({
    leadId: z.string(),
    conversionId: z.string(),
    accountId: z.string(),
    contactId: z.string(),
    opportunityId: z.string().nullable().meta({ description: 'Null: converted without an opportunity.' }),
    created: z
      .object({ account: z.boolean(), contact: z.boolean(), opportunity: z.boolean() })
      .meta({ description: 'Which of them were made; the others were there before.' }),
    criteriaMet: z.boolean(),
    success: z.literal(true),
    errors: z.array(problemSchema).max(0),
  })
  .meta({ id: 'LeadConvertResult', description: 'What a lead became.' })

const notConvertedSchema = z
  .object({
    leadId: z.string(),
    accountId: z.null(),
    contactId: z.null(),
    opportunityId: z.null(),
    success: z.literal(false),
    errors: z.array(problemSchema),
  })
  .meta({ id: 'LeadNotConverted', description: 'Why a lead of a list was not converted.' })

export const resultSchema = z.discriminatedUnion('success', [convertedSchema, notConvertedSchema])

const value = z
  .union([z.string(), z.number(), z.boolean(), z.date()])
  .nullable()
  .meta({ description: 'Of the type of its field.' })

const fieldNotes = z.array(z.object({ field: z.string(), label: z.string(), value, leadValue: value })).readonly()

const suggestionSchema = z
  .object({
    record: anyRecordSchema,
    probability: z.number().meta({ description: 'That it is the one, 0 to 1.' }),
    reasons: z.array(z.string()).readonly(),
    fills: fieldNotes.meta({ description: 'Blanks of the record that the lead would fill.' }),
    stays: fieldNotes.meta({ description: 'Values of the record that stay, although the lead says otherwise.' }),
  })
  .meta({ id: 'ConversionSuggestion', description: 'A record the lead may be converted into.' })

const openOpportunitySchema = z.object({
  Id: z.string(),
  Name: z.string(),
  AccountId: z.string(),
  StageName: z.string(),
  CloseDate: z.iso.date(),
  Amount: z.number().nullable(),
  Owner: referenceSchema,
  isAccountOwners: z.boolean().meta({ description: 'Its owner owns the account as well.' }),
  contactIds: z.array(z.string()),
})

const conversionSchema = convertedSchema
  .extend({
    account: referenceSchema,
    contact: referenceSchema,
    opportunity: referenceSchema.nullable(),
    agreementVersion: z.number().nullable().meta({ description: 'The agreement it was vetted by.' }),
    overrideReason: z
      .string()
      .nullable()
      .meta({ description: 'Why it was converted though the criteria were not met.' }),
    convertedAt: z.date(),
    convertedBy: referenceSchema,
    undo: z.object({
      isPossible: z.boolean(),
      obstacles: z
        .array(
          z.object({ kind: z.enum(obstacleKinds), record: referenceSchema, since: z.date(), sentence: z.string() }),
        )
        .meta({ description: 'What was built on it since.' }),
    }),
  })
  .meta({ id: 'Conversion' })

export const prospectSchema = z
  .object({
    lead: anyRecordSchema,
    qualification: qualificationSchema,
    agreement: z.object({ version: z.number(), isSigned: z.boolean(), converters: z.array(z.enum(roles)).readonly() }),
    obstacle: z.string().nullable().meta({ description: 'Why you may not convert it, as a sentence; null: you may.' }),
    mayOverride: z
      .boolean()
      .meta({ description: 'You may convert it though the criteria are not met, with a reason.' }),
    convertedStatuses: z.array(z.string()).readonly(),
    accounts: z.array(suggestionSchema),
    contacts: z.array(suggestionSchema),
    opportunities: z.array(openOpportunitySchema),
    warnings: z.array(z.string()).readonly(),
    fresh: z
      .record(z.enum(targets), z.record(z.string(), value))
      .meta({ description: 'What would be made new, field by field.' }),
    conversion: conversionSchema.nullable().meta({ description: 'Null: it is not converted.' }),
  })
  .meta({ id: 'ConversionProspect' })

const colleagueSchema = z
  .object({
    object: z.enum(['Lead', 'Contact']),
    Id: z.string(),
    Name: z.string(),
    Title: z.string().nullable(),
    Email: z.string().nullable(),
    Phone: z.string().nullable(),
    Company: z.string(),
    Status: z.string().optional().meta({ description: 'Of a lead.' }),
    Type: z.string().optional().meta({ description: 'Of a contact.' }),
    Owner: referenceSchema,
    LastActivityDate: z.iso.date().nullable(),
    reasons: z.array(z.string()).readonly().meta({ description: 'Why they are thought to be of this company.' }),
    talks: z
      .array(z.object({ by: referenceSchema, times: z.number(), lastAt: z.date() }))
      .meta({ description: 'Who of us spoke to them.' }),
  })
  .meta({ id: 'Colleague' })

export const companySchema = z.object({
  name: z.string(),
  domains: z.array(z.string()).readonly(),
  accounts: z.array(z.object({ Id: z.string(), Name: z.string(), reasons: z.array(z.string()).readonly() })),
  leads: z.array(colleagueSchema),
  contacts: z.array(colleagueSchema),
})
