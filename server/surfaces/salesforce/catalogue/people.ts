import { decodeId, encodeId } from '../../../../shared/ids.ts'
import type { StoredRecord } from '../../../ground/objects/definition.ts'
import { listRecords, recordsById } from '../../../ground/objects/list.ts'
import { User } from '../../../ground/users/user.ts'
import { noResource } from '../dialect/errors.ts'
import { base, part, type Asked, type Here, type Operation } from '../rest/asked.ts'

/** Many programs ask Chatter who they are. Assay has none of it, but knows its people. */

const FIELDS = [
  'FirstName',
  'LastName',
  'Name',
  'Username',
  'Email',
  'Title',
  'Phone',
  'MobilePhone',
  'ManagerId',
  'IsActive',
]

/** GET /chatter/users/me */
export const whoAsks: Operation = async (here, asked) => ({
  status: 200,
  body: await person(here, asked, here.actor.userId),
})

/** GET /chatter/users/id */
export const somebody: Operation = async (here, asked) => ({
  status: 200,
  body: await person(here, asked, decodeId(part(asked, 2))),
})

const USUAL_PEOPLE = 25
const MOST_PEOPLE = 100

/** GET /chatter/users?pageSize=&page= */
export const people: Operation = async ({ tx, actor }, asked) => {
  const { page, pageSize, q } = asked.query
  const size = Number(pageSize)
  const limit = Number.isSafeInteger(size) && size >= 1 ? Math.min(size, MOST_PEOPLE) : USUAL_PEOPLE
  const { records, next } = await listRecords(tx, actor, User, {
    fields: FIELDS,
    limit,
    ...(page === undefined || page === '0' ? {} : { after: page }),
    ...(q === undefined || q === '' ? {} : { q }),
  })
  const url = (token: string) => `${base(asked)}/chatter/users?pageSize=${limit}&page=${encodeURIComponent(token)}`
  return {
    status: 200,
    body: {
      currentPageToken: page ?? '0',
      currentPageUrl: url(page ?? '0'),
      nextPageToken: next,
      nextPageUrl: next === null ? null : url(next),
      previousPageToken: null,
      previousPageUrl: null,
      users: records.map((user) => personIn(asked, user)),
    },
  }
}

async function person({ tx, actor }: Here, asked: Asked, id: number | null | undefined) {
  const [user] = typeof id !== 'number' ? [] : await recordsById(tx, actor, User, [id], FIELDS)
  if (user === undefined) throw noResource()
  return personIn(asked, user)
}

function personIn(asked: Asked, user: StoredRecord) {
  const url = `${base(asked)}/chatter/users/${encodeId(user.Id)}`
  return {
    aboutMe: null,
    address: null,
    companyName: null,
    displayName: user.Name,
    email: user.Email,
    firstName: user.FirstName,
    hasChatter: false,
    id: encodeId(user.Id),
    isActive: user.IsActive === true,
    isInThisCommunity: true,
    lastName: user.LastName,
    managerId: typeof user.ManagerId === 'number' ? encodeId(user.ManagerId) : null,
    mySubscription: null,
    name: user.Name,
    phoneNumbers: numbersOf(user),
    photo: { fullEmailPhotoUrl: null, largePhotoUrl: null, photoVersionId: null, smallPhotoUrl: null, url: null },
    title: user.Title,
    type: 'User',
    url,
    userType: 'Internal',
    username: user.Username,
  }
}

const numbersOf = ({ Phone, MobilePhone }: StoredRecord) =>
  [
    { label: 'Work', phoneNumber: Phone, phoneType: 'Work' },
    { label: 'Mobile', phoneNumber: MobilePhone, phoneType: 'Mobile' },
  ].filter(({ phoneNumber }) => typeof phoneNumber === 'string')
