import { z } from 'zod'
import { referenceSchema } from '../../ground/objects/schemas.ts'
import { roles } from '../../../shared/roles.ts'
import { agreementStates } from './agreement.ts'
import { evidenceSources } from './evidence.ts'

/** What the API answers about the agreement, and about how far leads are vetted. */

const criterion = {
  name: z.string().meta({ description: 'What evidence refers to; it stays when the label is reworded.' }),
  label: z.string(),
  letter: z.string().meta({ description: 'The letter it is known by: B, A, N, T.' }),
  required: z.boolean().meta({ description: 'A lead without it may not be converted.' }),
  help: z.string(),
}

const signature = z
  .object({ by: referenceSchema.nullable(), at: z.date() })
  .nullable()
  .meta({ description: 'Null: not signed yet.' })

export const agreementSchema = z
  .object({
    Id: z.string(),
    version: z.number(),
    state: z.enum(agreementStates),
    leadDefinition: z.string(),
    opportunityDefinition: z.string(),
    criteria: z.array(z.object(criterion)).readonly(),
    firstResponseHours: z.number().meta({ description: 'How soon a new lead is first spoken to.' }),
    converters: z.array(z.enum(roles)).readonly().meta({ description: 'Roles that convert.' }),
    signedByMarketing: signature,
    signedBySales: signature,
    inForceFrom: z.date().nullable(),
    inForceUntil: z.date().nullable(),
    createdBy: referenceSchema.nullable(),
    createdDate: z.date(),
    cautions: z
      .array(z.string())
      .readonly()
      .meta({ description: 'What everybody who reads it should know, as sentences.' }),
  })
  .meta({ id: 'Agreement', description: 'What Marketing and Sales agreed a lead and an opportunity are.' })

export const agreementsSchema = z.object({
  agreements: z.array(agreementSchema),
  next: z.number().nullable().meta({ description: "A version, which goes into 'after'; null: this is the last page." }),
})

const evidenceSchema = z
  .object({
    Id: z.string(),
    criterion: z.string(),
    value: z.string(),
    isMet: z.boolean().meta({ description: 'Whether it speaks for the lead.' }),
    source: z.enum(evidenceSources),
    saidBy: z.string().nullable(),
    observedOn: z.iso.date(),
    recordedAt: z.date(),
    recordedBy: referenceSchema.nullable(),
  })
  .meta({ id: 'Evidence' })

export const qualificationSchema = z
  .object({
    leadId: z.string(),
    agreementVersion: z.number(),
    isAgreementSigned: z.boolean(),
    criteria: z.array(
      z.object({
        ...criterion,
        isMet: z.boolean(),
        evidence: evidenceSchema.nullable().meta({ description: 'The evidence that counts: the latest.' }),
      }),
    ),
    missing: z
      .array(z.string())
      .readonly()
      .meta({ description: 'Labels of required criteria nobody asked about yet.' }),
    notMet: z
      .array(z.string())
      .readonly()
      .meta({ description: 'Labels of required criteria whose evidence speaks against the lead.' }),
    metAll: z.boolean(),
    sentence: z.string(),
  })
  .meta({ id: 'Qualification', description: 'How far a lead is vetted.' })

export const ledgerSchema = z.object({
  qualification: qualificationSchema.optional(),
  evidence: z.array(evidenceSchema),
})

export const qualificationsSchema = z.object({ qualifications: z.array(qualificationSchema) })

export const outcomeSchema = z.object({
  leadId: z.string(),
  callId: z.string().meta({ description: 'The task that records the call.' }),
  followUpId: z.string().nullable().meta({ description: 'The task of the next step.' }),
  sendTaskIds: z.array(z.string()).meta({ description: 'The tasks of what was promised to be sent.' }),
  qualification: qualificationSchema.optional(),
  way: z
    .object({ label: z.string(), action: z.string(), href: z.string() })
    .nullable()
    .meta({ description: 'What comes next: of an opportunity, the conversion.' }),
})
