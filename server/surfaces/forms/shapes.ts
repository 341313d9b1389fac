import { z } from 'zod'
import { nextSchema, referenceSchema } from '../../ground/objects/schemas.ts'
import { postStates } from './post.ts'

/** What the API answers about forms and what came in through them. */

const summary = {
  Id: z.string(),
  ReceivedDate: z.date(),
  Address: z.string().meta({ description: 'The internet address it came from.' }),
  State: z.enum(postStates),
  ReasonCode: z.string().nullable(),
  Reason: z.string().nullable().meta({ description: 'Why it waits, is spam or was put away, as a sentence.' }),
  Notes: z.array(z.string()).readonly().meta({ description: 'What was done beyond what was sent.' }),
  RecordId: z.string().nullable(),
  Record: z
    .object({ Id: z.string(), type: z.string().nullable() })
    .nullable()
    .meta({ description: 'The lead or inquiry it became.' }),
  WebFormId: z.string().nullable(),
  WebForm: referenceSchema.nullable(),
  WorkedDate: z.date().nullable(),
  Email: z.string().nullable(),
  FirstName: z.string().nullable(),
  LastName: z.string().nullable(),
  Company: z.string().nullable(),
}

export const postSummary = z.object(summary).meta({ id: 'FormPostSummary' })

export const postSchema = z
  .object({
    ...summary,
    ContentType: z.string().nullable(),
    UserAgent: z.string().nullable(),
    Query: z.string(),
    Bytes: z.number(),
    Fields: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .meta({ description: 'As they are worked: with what was mended.' }),
    Mended: z.record(z.string(), z.string().nullable()).meta({ description: 'What people changed; null: left out.' }),
    Raw: z.string().meta({ description: 'The first 65,536 bytes as they came, a letter each.' }),
  })
  .meta({ id: 'FormPost' })

export const postsSchema = z.object({ posts: z.array(postSummary) })
export const postPageSchema = z.object({ posts: z.array(postSummary), next: nextSchema })

export const countsSchema = z.object({
  counts: z.array(
    z.object({
      state: z.enum(postStates),
      count: z.number(),
      atLeast: z.boolean().meta({ description: 'There are more; nobody counts further.' }),
    }),
  ),
})

export const limitsSchema = z.object({
  PostsPerMinute: z.number().meta({ description: 'How many one address may send.' }),
  PostsKeptDays: z.number().meta({ description: 'What was sent in a worked post is forgotten after so many days.' }),
})

export const formSchema = z
  .object({
    Id: z.string(),
    Name: z.string(),
    Fields: z
      .array(
        z.object({
          name: z.string(),
          label: z.string(),
          required: z.boolean(),
          criterion: z
            .string()
            .nullish()
            .meta({ description: 'The criterion of the agreement an answer is evidence for: `Budget`.' }),
        }),
      )
      .readonly(),
    CampaignId: z.string().nullable(),
    Campaign: referenceSchema.nullable(),
    MemberStatus: z.string().nullable(),
    LeadSource: z.string().nullable(),
    OwnerId: z.string().nullable(),
    Owner: referenceSchema.nullable(),
    ReturnUrl: z.string().nullable().meta({ description: 'Where visitors are sent on to; null: a page of ours.' }),
    Thanks: z.string().nullable(),
    Honeypot: z.boolean(),
    TimeTrap: z.boolean(),
    AutoResponse: z.boolean(),
    AutoResponseSubject: z.string().nullable(),
    AutoResponseBody: z.string().nullable(),
    ContentUrl: z.string().nullable(),
    ContentLabel: z.string().nullable(),
    Completions: z.number().meta({ description: 'How many posts became a lead or an inquiry.' }),
    ContentRequests: z.number(),
    Waiting: z.number().meta({ description: 'How many posts wait for somebody to look.' }),
    HostedUrl: z.string().meta({ description: 'The form as a page of ours.' }),
    CreatedDate: z.date(),
    version: z.number(),
  })
  .meta({ id: 'WebForm' })

export const formsSchema = z.object({ records: z.array(formSchema), next: nextSchema })

export const formHtmlSchema = z.object({
  html: z.string().meta({ description: 'To paste into a page.' }),
  hosted: z.string().meta({ description: 'The form as a page of ours.' }),
})

export const returnUrlsSchema = z.object({
  records: z.array(
    z.object({
      Pattern: z.string().meta({ description: '`www.example.com`, `*.example.com`' }),
      CreatedDate: z.date(),
    }),
  ),
})
