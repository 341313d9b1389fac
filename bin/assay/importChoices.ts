import { decodeId, encodeId, objectOfId } from '../../shared/ids.ts'
import { definitionOf } from '../../server/ground/objects/catalogue.ts'
import { standardDefinition, standardDefinitions } from '../../server/ground/objects/definition.ts'
import { listRecords } from '../../server/ground/objects/list.ts'
import { reading } from '../../server/platform/transactions.ts'
import { duplicateRules, type DuplicateRule } from '../../server/surfaces/imports/import.ts'
import type { Choices } from '../../server/surfaces/imports/imports.ts'
import { WrongUse } from './command.ts'
import type { ImportWork } from './importing.ts'

type Given = {
  readonly object?: string
  readonly campaign?: string
  readonly status?: string
  readonly map?: readonly string[]
  readonly duplicates?: string
  readonly 'create-missing'?: readonly string[]
  readonly sheet?: string
  readonly encoding?: string
}

/** What was typed as the import's choices; wrong words are refused before anything is opened, the campaign is looked up after. */
export function choicesIn(given: Given): (work: ImportWork) => Promise<Choices> {
  const mapping = (given.map ?? []).flatMap(columnsIn)
  const duplicates = given.duplicates === undefined ? undefined : ruleIn(given.duplicates)
  const createMissing = (given['create-missing'] ?? []).flatMap((list) => list.split(',')).map(makeable)
  return async (work) => {
    const campaignId = given.campaign === undefined ? undefined : encodeId(await campaignNamed(work, given.campaign))
    const options = {
      ...(duplicates === undefined ? {} : { duplicates }),
      ...(createMissing.length === 0 ? {} : { createMissing }),
      ...(given.sheet === undefined ? {} : { sheet: given.sheet }),
      ...(given.encoding === undefined ? {} : { encoding: given.encoding }),
      ...(campaignId === undefined ? {} : { campaignId, memberStatus: given.status ?? null }),
    }
    return {
      ...(given.object === undefined ? {} : { object: objectNamed(given.object) }),
      ...(mapping.length === 0 ? {} : { mapping }),
      ...(Object.keys(options).length === 0 ? {} : { options }),
    }
  }
}

type ColumnChoice = NonNullable<Choices['mapping']>[number]

/** `column=Field,other=AccountId:Name,third=` */
function columnsIn(list: string): ColumnChoice[] {
  return list.split(',').map((part) => {
    const at = part.lastIndexOf('=')
    if (at <= 0)
      throw new WrongUse(
        `--map is a list such as 'Company Name=Company,Notes=', and '${part}' has no column and field.`,
      )
    const [field = '', by] = part
      .slice(at + 1)
      .trim()
      .split(':')
    return { column: part.slice(0, at).trim(), field: field === '' ? null : field, ...(by === undefined ? {} : { by }) }
  })
}

function ruleIn(word: string): DuplicateRule {
  const rule = duplicateRules.find((one) => one === word)
  if (rule === undefined) throw new WrongUse(`--duplicates is one of ${duplicateRules.join(', ')}, and not '${word}'.`)
  return rule
}

/** What may be made with nothing but the name a row gives. */
const makeables = ['Account', 'Campaign', 'User']

function makeable(given: string): string {
  const word = given.trim().toLowerCase()
  const name = makeables.find((one) => [one.toLowerCase(), `${one.toLowerCase()}s`].includes(word))
  if (name === undefined)
    throw new WrongUse(`--create-missing is a list of account, campaign and user, and not '${given.trim()}'.`)
  return name
}

/** Lead, lead or leads. */
const objectNamed = (word: string): string =>
  (standardDefinition(word) ?? standardDefinitions().find(({ path }) => path === word.toLowerCase()))?.name ?? word

async function campaignNamed({ db, org, actor }: ImportWork, wanted: string): Promise<number> {
  const id = decodeId(wanted)
  const isId = id !== undefined && objectOfId(id) === 'Campaign'
  const filter = { field: isId ? 'Id' : 'Name', op: 'eq', value: wanted } as const
  const { records } = await reading(db, org, async (tx) =>
    listRecords(tx, actor, await definitionOf(tx, 'Campaign'), { filter, fields: ['Name'], limit: 2 }),
  )
  const [campaign, another] = records
  if (campaign === undefined)
    throw new Error(`There is no campaign '${wanted}'. Make it first in the web, or check the spelling.`)
  if (another !== undefined)
    throw new Error(
      `Several campaigns are called '${wanted}'. Give the id instead: ${records.map(({ Id }) => encodeId(Id)).join(', ')}.`,
    )
  return campaign.Id
}
