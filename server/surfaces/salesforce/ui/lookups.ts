import { fieldNamed } from '../../../ground/objects/definition.ts'
import { noResource } from '../dialect/errors.ts'
import { sobjectNamed } from '../dialect/sobjects.ts'
import { base, part, type Asked, type Here, type Operation } from '../rest/asked.ts'
import { sobjectAt } from '../rest/records.ts'
import { placeIn, uiPage, type UiPage } from './pages.ts'

/** GET /ui-api/lookups/X/field: whom a form may offer for a reference, of every object it may point to. */
export const lookups: Operation = async (here, asked) => {
  const lookupResults: Record<string, UiPage> = {}
  for (const target of await targetsOf(here, asked)) lookupResults[target] = await found(here, asked, target)
  return { status: 200, body: { lookupResults } }
}

/** GET /ui-api/lookups/X/field/Target?q=&pageSize=&pageToken=: records whose names begin with the words, or hold them after three letters. */
export const lookupOf: Operation = async (here, asked) => {
  const wanted = part(asked, 4).toLowerCase()
  const target = (await targetsOf(here, asked)).find((name) => name.toLowerCase() === wanted)
  if (target === undefined) throw noResource()
  return { status: 200, body: await found(here, asked, target) }
}

async function targetsOf(here: Here, asked: Asked): Promise<readonly string[]> {
  const { definition } = await sobjectAt(here, asked, 2)
  const field = fieldNamed(definition, part(asked, 3))
  if (field?.type !== 'reference') throw noResource()
  return field.referenceTo ?? []
}

const FEWEST_INSIDE = 3

async function found(here: Here, asked: Asked, target: string): Promise<UiPage> {
  const { definition } = await sobjectNamed(here.tx, here.actor, here.rooms, target)
  const words = (asked.query['q'] ?? '').trim().slice(0, 200)
  const pattern = `'${words.length >= FEWEST_INSIDE ? '%' : ''}${escaped(words)}%'`
  const { nameField } = definition
  return uiPage(here, definition, {
    where: words === '' ? `${nameField} != null` : `${nameField} LIKE ${pattern}`,
    sortBy: [nameField],
    wanted: { fields: ['Id', nameField], optional: ['Name', 'Email', 'Title'] },
    ...placeIn(asked.query),
    urlOf: (token) =>
      `${base(asked)}/ui-api/lookups/${part(asked, 2)}/${part(asked, 3)}/${target}?${new URLSearchParams({ ...asked.query, pageToken: String(token) }).toString()}`,
  })
}

/** Letters that mean something in a query's text, or in a pattern, stand for themselves. */
const escaped = (words: string): string => words.replaceAll(/[\\'%_]/g, '\\$&')
