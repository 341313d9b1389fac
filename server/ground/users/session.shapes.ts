import { z } from 'zod'
import { actsSchema } from '../objects/schemas.ts'
import { capabilities, roles } from '../../../shared/roles.ts'

/** What the API answers about who is signed in. */
export const meSchema = z
  .object({
    user: z.object({
      Id: z.string(),
      Name: z.string().nullable(),
      FirstName: z.string().nullable(),
      LastName: z.string().nullable(),
      Email: z.string().nullable(),
      Username: z.string().nullable(),
      Title: z.string().nullable(),
      Phone: z.string().nullable(),
      Role: z.enum(roles),
      RoleLabel: z.string().meta({ description: 'The role in words: Read-only.' }),
      TimeZoneSidKey: z.string().nullable().meta({ description: '`Europe/Berlin`' }),
      LocaleSidKey: z.string().nullable().meta({ description: '`de_DE`' }),
    }),
    permissions: z
      .array(z.enum(capabilities))
      .readonly()
      .meta({ description: 'What the role may do besides reading and writing records.' }),
    scopes: z
      .array(z.string())
      .readonly()
      .nullable()
      .meta({ description: 'What the token may do within the role; null for who signed in at a browser.' }),
    may: z.record(z.string(), actsSchema).meta({ description: 'By object: `{ "Lead": { "read": true, … } }`.' }),
    isLackingSecondStep: z.boolean().meta({
      description: 'The organization wants a second step of sign-in: until it is set up nothing else is answered.',
    }),
    org: z.object({
      Id: z.string(),
      name: z.string(),
      currency: z.string().meta({ description: 'ISO 4217, such as EUR; all money is in it.' }),
      country: z.string().meta({ description: 'ISO 3166, two letters: of telephone numbers without a country.' }),
      fiscalYearStartsIn: z.number().meta({ description: 'A month, 1 to 12.' }),
    }),
  })
  .meta({ id: 'Me', description: 'Who is signed in, what they may do, and the first facts of the organization.' })

export const sessionsSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.string().meta({ description: 'Names the session, and opens nothing.' }),
      current: z.boolean().meta({ description: 'It is the one that asks.' }),
      createdAt: z.date(),
      lastSeenAt: z.date(),
      expiresAt: z.date(),
      address: z.string().nullable().meta({ description: 'The internet address it was opened from.' }),
      userAgent: z.string().nullable().meta({ description: 'The browser, as it calls itself.' }),
    }),
  ),
})
