import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { nothing, writing, readingAs, type App } from '../http/edge.ts'
import { recordRoutes } from '../objects/records.routes.ts'
import { idIn, idParams } from '../objects/schemas.ts'
import { Group } from './group.ts'
import { addMembers, groupDoor, listMembers, removeMembers } from './groups.ts'
import { addressOfLink, inviteUsers, type LinkPurpose } from './links.ts'
import { signInListRoute } from './signIns.routes.ts'
import { roles } from '../../../shared/roles.ts'
import { User } from './user.ts'
import { activateUsers, deactivateUsers, userDoor } from './users.ts'

const linkSchema = z.object({
  url: z.url().meta({ description: 'The page where the user chooses a password; it works once.' }),
  expiresAt: z.date(),
})

const membersSchema = z.object({
  members: z.array(z.object({ Id: z.string(), Name: z.string(), Role: z.enum(roles) })),
})

/** Users and queues as records, and what is done with them besides. */
export function userRoutes(app: App): void {
  recordRoutes(app, userDoor)
  recordRoutes(app, groupDoor)
  accessRoutes(app)
  memberRoutes(app)
  signInListRoute(app)
}

function accessRoutes(app: App): void {
  const tags = [User.labelPlural]
  app.post(
    '/api/users/:id/deactivation',
    {
      schema: {
        tags,
        summary: 'Deactivate a user: no sign-in, no sessions, no tokens',
        response: { 204: nothing },
        params: idParams,
      },
    },
    async (request, reply) => {
      await writing(request, (tx, actor) => deactivateUsers(tx, actor, [idIn(request.params.id, User)]))
      return reply.code(204).send()
    },
  )
  app.delete(
    '/api/users/:id/deactivation',
    { schema: { tags, summary: 'Activate a user again', response: { 204: nothing }, params: idParams } },
    async (request, reply) => {
      await writing(request, (tx, actor) => activateUsers(tx, actor, [idIn(request.params.id, User)]))
      return reply.code(204).send()
    },
  )
  const body = z
    .strictObject({ purpose: z.enum(['invitation', 'password'] satisfies LinkPurpose[]).default('invitation') })
    .nullish()
  app.post(
    '/api/users/:id/invitation',
    {
      schema: {
        tags,
        summary: 'Make a one-time link with which the user chooses a password',
        response: { 201: linkSchema },
        params: idParams,
        body,
      },
    },
    async (request, reply) => {
      const purpose = request.body?.purpose ?? 'invitation'
      const [link] = await writing(request, (tx, actor) =>
        inviteUsers(tx, actor, [idIn(request.params.id, User)], purpose),
      )
      if (link === undefined) throw new Error('No link was made.')
      const url = addressOfLink(app.surroundings.config.publicUrl, link, purpose)
      return reply.code(201).header('cache-control', 'no-store').send({ url, expiresAt: link.expiresAt })
    },
  )
}

function memberRoutes(app: App): void {
  const tags = [Group.labelPlural]
  const body = z.strictObject({ userIds: z.array(z.string()).min(1).max(500) })
  const idsIn = (texts: readonly string[]) => texts.map((text) => idIn(text, User))
  app.get(
    '/api/groups/:id/members',
    { schema: { tags, summary: 'Who is in a queue', params: idParams, response: { 200: membersSchema } } },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const members = await listMembers(tx, actor, idIn(request.params.id, Group))
        return { members: members.map(({ userId, name, role }) => ({ Id: encodeId(userId), Name: name, Role: role })) }
      }),
  )
  app.post(
    '/api/groups/:id/members',
    { schema: { tags, summary: 'Put users into a queue', response: { 204: nothing }, params: idParams, body } },
    async (request, reply) => {
      await writing(request, (tx, actor) =>
        addMembers(tx, actor, idIn(request.params.id, Group), idsIn(request.body.userIds)),
      )
      return reply.code(204).send()
    },
  )
  const query = z.object({ userIds: z.string().min(1).max(10_000) })
  app.delete(
    '/api/groups/:id/members',
    {
      schema: {
        tags,
        summary: 'Take users out of a queue',
        response: { 204: nothing },
        params: idParams,
        querystring: query,
      },
    },
    async (request, reply) => {
      await writing(request, (tx, actor) =>
        removeMembers(tx, actor, idIn(request.params.id, Group), idsIn(request.query.userIds.split(','))),
      )
      return reply.code(204).send()
    },
  )
}
