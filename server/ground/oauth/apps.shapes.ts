import { z } from 'zod'
import { nextSchema } from '../objects/schemas.ts'
import { roles } from '../../../shared/roles.ts'
import { flows } from './app.ts'

/** What the API answers about connected apps and what is connected. */
export const appSchema = z
  .object({
    Id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    clientId: z.string().meta({ description: 'With it the app says which it is.' }),
    hasSecret: z.boolean(),
    needsSecret: z.boolean().meta({ description: 'False for programs that keep no secret; they must use PKCE.' }),
    rotatesRefreshTokens: z.boolean().meta({ description: 'Whether a refresh token is good for one use.' }),
    certificate: z
      .object({ subject: z.string(), validTo: z.date(), fingerprint: z.string() })
      .nullable()
      .meta({ description: 'Whose key signs for users in the JWT bearer flow.' }),
    callbackUrls: z.array(z.string()).readonly(),
    scopes: z.array(z.string()).readonly(),
    flows: z.array(z.enum(flows)).readonly(),
    runAsId: z.string().nullable().meta({ description: 'The user of the client credentials flow.' }),
    runAsName: z.string().nullable(),
    approvedRoles: z
      .array(z.enum(roles))
      .readonly()
      .meta({ description: 'Roles whose users the app may sign in by certificate without asking them.' }),
    builtIn: z.boolean().meta({ description: 'It came with Assay.' }),
    enabled: z.boolean(),
    users: z.number().meta({ description: 'How many users it is connected for.' }),
    lastUsedAt: z.date().nullable(),
    createdAt: z.date(),
  })
  .meta({ id: 'ConnectedApp' })

const shownOnce = z.string().meta({ description: 'Shown this once; nobody can read it again.' })

export const newAppSchema = z.object({ Id: z.string(), clientId: z.string(), clientSecret: shownOnce })

export const newSecretSchema = z.object({ clientSecret: shownOnce })

export const connectionSchema = z
  .object({
    id: z.string(),
    appId: z.string().nullable().meta({ description: 'Null: a program signed in by password, without an app.' }),
    appName: z.string().nullable(),
    userId: z.string(),
    userName: z.string(),
    flow: z.string().meta({ description: 'How it came by its access: `authorization_code`, `device`, `password`, …' }),
    scopes: z.array(z.string()).readonly(),
    address: z.string().nullable().meta({ description: 'The internet address it was made from.' }),
    createdAt: z.date(),
    lastUsedAt: z.date(),
  })
  .meta({ id: 'Connection', description: 'A user let a program in.' })

export const connectionsSchema = z.object({ connections: z.array(connectionSchema), next: nextSchema })
