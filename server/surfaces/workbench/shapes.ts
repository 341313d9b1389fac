import { z } from 'zod'
import { referenceSchema } from '../../ground/objects/schemas.ts'

/** What the API answers about the day's work. */

const taskSchema = z.object({
  Id: z.string(),
  Subject: z.string(),
  ActivityDate: z.iso.date().nullable(),
  Type: z.string().nullable(),
  Priority: z.string(),
  Who: referenceSchema.nullable().meta({ description: 'The lead or contact it is about.' }),
  What: referenceSchema.nullable().meta({ description: 'The record it belongs to.' }),
})

const leadSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  Company: z.string(),
  Status: z.string(),
  LeadSource: z.string().nullable(),
  CreatedDate: z.date(),
  IsUnreadByOwner: z.boolean(),
  Owner: referenceSchema.nullable(),
})

const firstOf = <Shape extends z.ZodType>(shape: Shape) => z.object({ count: z.number(), records: z.array(shape) })

export const firstStepsSchema = z.object({
  hasLeads: z.boolean(),
  hasWebForm: z.boolean(),
  hasColleagues: z.boolean().meta({ description: 'Somebody else is a user or is invited.' }),
  hasAgreement: z.boolean().meta({ description: 'Marketing and sales have signed what a qualified lead is.' }),
})

export const homeSchema = z
  .object({
    firstSteps: firstStepsSchema.nullable().meta({
      description: 'How far a new organization has come; null for who does not set it up, and once all is done.',
    }),
    firstResponseHours: z.number().meta({ description: 'How soon a new lead is first spoken to, as agreed.' }),
    tasksOverdue: firstOf(taskSchema),
    tasksDueToday: firstOf(taskSchema),
    newLeads: firstOf(leadSchema),
    untouchedLeads: firstOf(leadSchema).meta({ description: 'Nobody spoke to them within those hours.' }),
  })
  .meta({ id: 'Home', description: 'What needs you today: of each kind how many, and the first eight.' })

export const searchSchema = z.object({
  results: z.array(
    z.object({
      object: z.string(),
      Id: z.string(),
      title: z.string(),
      detail: z
        .string()
        .nullable()
        .meta({ description: 'What tells it from others of the name: a company, an e-mail.' }),
      href: z.string().meta({ description: 'Its page in the web.' }),
    }),
  ),
})
