import { base, type Asked, type Operation } from '../rest/asked.ts'

/** Programs look around in Chatter before they use it. Assay has its people, and neither groups nor posts: those lists are empty. */

/** GET /chatter */
export const chatter: Operation = async (_here, asked) => ({
  status: 200,
  body: Object.fromEntries(['users', 'groups', 'feeds'].map((name) => [name, `${base(asked)}/chatter/${name}`])),
})

/** GET /chatter/groups */
export const groups: Operation = async (_here, asked) => ({ status: 200, body: { ...onePage(asked), groups: [] } })

/** GET /chatter/feeds */
export const feeds: Operation = async () => ({ status: 200, body: { favorites: [], feeds: [] } })

/** GET /chatter/feeds/company/feed-elements, or of another feed: nobody posted anything. */
export const feed: Operation = async (_here, asked) => ({
  status: 200,
  body: {
    ...onePage(asked),
    elements: [],
    isModifiedToken: null,
    isModifiedUrl: null,
    updatesToken: null,
    updatesUrl: null,
  },
})

const onePage = (asked: Asked) => ({
  currentPageToken: null,
  currentPageUrl: `${base(asked)}/${asked.path.map(encodeURIComponent).join('/')}`,
  nextPageToken: null,
  nextPageUrl: null,
  previousPageToken: null,
  previousPageUrl: null,
})
