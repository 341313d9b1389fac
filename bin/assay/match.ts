import { createWriteStream } from 'node:fs'
import { rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { theProgram } from '../../server/ground/users/actor.ts'
import { keepAtExit, removeAtExit, removeScratch, scratchFolder } from '../../server/platform/scratch.ts'
import { reading } from '../../server/platform/transactions.ts'
import { isWorthAWord } from '../../server/surfaces/imports/reading/encoding.ts'
import {
  checkList,
  openListFile,
  PAIRS_HEAD,
  pairLine,
  type Against,
  type ListWishes,
  type OpenedList,
} from '../../server/surfaces/lists/lists.ts'
import { defineCommand, WrongUse } from './command.ts'
import { endOnSignals, withDatabase } from './database.ts'
import { chosenOrg, orgOption, userNamed } from './people.ts'
import { inWords, showProgress } from './progress.ts'
import { remark, say } from './say.ts'
import { says } from './says.ts'

const objects = { leads: 'Lead', contacts: 'Contact', accounts: 'Account' } as const

export const matchCommand = defineCommand({
  name: 'match',
  says: says.match,
  takes: ['FILE'],
  options: {
    against: {
      type: 'string',
      takes: 'WHAT',
      says: 'leads, contacts or accounts; rows are compared with each other unless said',
    },
    map: {
      type: 'string',
      multiple: true,
      takes: 'LIST',
      says: "column=Field,…; 'column=text' compares it as text, 'column=' leaves it out",
    },
    sheet: {
      type: 'string',
      takes: 'NAME',
      says: 'of a spreadsheet: which sheet; the first that holds anything unless said',
    },
    encoding: {
      type: 'string',
      takes: 'NAME',
      says: 'how letters are written, such as windows-1251 or shift_jis; found by itself unless said',
    },
    id: { type: 'string', takes: 'COLUMN', says: 'the column that names the rows; their numbers unless said, from 1' },
    min: { type: 'string', takes: 'P', says: 'the least probability of a pair, 0 to 1; 0.9 unless said' },
    out: { type: 'string', takes: 'FILE', says: 'where to write the pairs: left,right,probability,reasons' },
    user: {
      type: 'string',
      takes: 'EMAIL',
      says: 'compare only with what this user may see; with everything unless said',
    },
    org: orgOption,
  },
  notes:
    'Nothing of the file is stored. Such as: npm run assay -- match people.csv --against leads --min 0.9 --out pairs.csv',
  run: async ({ words: [given = ''], values }) => {
    if (values.out === undefined) throw new WrongUse('assay match needs --out FILE: where to write the pairs.')
    const atLeast = least(values.min)
    const object = values.against === undefined ? undefined : objectNamed(values.against)
    const wishes: ListWishes = {
      map: mapOf(values.map ?? []),
      ...(values.id !== undefined && { id: values.id }),
      ...(values.sheet !== undefined && { sheet: values.sheet }),
      ...(values.encoding !== undefined && { encoding: values.encoding }),
    }
    const file = await readable(given)
    const out = { place: path.resolve(values.out), named: values.out }
    if (object === undefined) {
      endOnSignals(async () => undefined)
      await match({ file, wishes, atLeast, out })
      return 0
    }
    // The rooms declare their objects; only the one file that knows every room knows them all.
    await import('../../server/doors.ts')
    await withDatabase(async ({ db }) => {
      const org = await chosenOrg(db, values.org)
      const actor = values.user === undefined ? theProgram : await userNamed(db, org, values.user)
      await match({ file, wishes, atLeast, out, against: { object, actor, reading: (read) => reading(db, org, read) } })
    })
    return 0
  },
})

interface Matching {
  readonly file: string
  readonly wishes: ListWishes
  readonly atLeast: number
  readonly out: { readonly place: string; readonly named: string }
  readonly against?: Against
}

async function match({ file, wishes, against, ...writing }: Matching): Promise<void> {
  const scratch = await scratchFolder('match')
  try {
    const list = await openListFile({ file, name: path.basename(file), scratch }, wishes, against?.object)
    for (const line of understood(list)) remark(line)
    await write(list, { ...writing, against, scratch })
  } finally {
    await removeScratch(scratch)
  }
}

function least(text = '0.9'): number {
  const number = Number(text)
  if (text.trim() === '' || !(number >= 0 && number <= 1))
    throw new WrongUse(`--min is a probability between 0 and 1, not '${text}'.`)
  return number
}

function objectNamed(word: string): 'Lead' | 'Contact' | 'Account' {
  const key = word.toLowerCase()
  if (key === 'leads' || key === 'contacts' || key === 'accounts') return objects[key]
  throw new WrongUse(`--against is leads, contacts or accounts, not '${word}'.`)
}

function mapOf(lists: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lists.flatMap((list) =>
      list
        .split(',')
        .filter((one) => one.trim() !== '')
        .map((one) => {
          const at = one.lastIndexOf('=')
          if (at < 1) throw new WrongUse(`--map takes column=Field, and '${one}' has no '='.`)
          return [one.slice(0, at).trim(), one.slice(at + 1).trim()] as const
        }),
    ),
  )
}

async function readable(given: string): Promise<string> {
  const file = path.resolve(given)
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) throw new Error(`There is no file ${given}. Check the name and the folder you are in.`)
  if (found.isDirectory()) throw new Error(`${given} is a folder. Name one file in it.`)
  return file
}

const asText: ReadonlySet<string> = new Set(['other', 'restOfName'])

function* understood({ layout, meaning: { kind, columns }, sheet }: OpenedList): Generator<string> {
  if (isWorthAWord(layout.encoding)) yield layout.encoding.reason
  if (sheet !== undefined) yield `The sheet read is '${sheet}'.`
  yield kind === 'person' ? 'The rows are people.' : 'The rows are organisations.'
  const named = columns.filter(({ meaning }) => meaning !== 'nothing' && !asText.has(meaning))
  if (named.length > 0) yield `Columns: ${named.map(({ column, meaning }) => `${column} is ${meaning}`).join(', ')}`
  const others = columns.filter(({ meaning }) => asText.has(meaning))
  if (others.length > 0) yield `Compared as text: ${others.map(({ column }) => column).join(', ')}`
  const left = columns.filter(({ meaning }) => meaning === 'nothing')
  if (left.length > 0)
    yield `Left out: ${left.map(({ column, reason }) => `${column} (${reason.replace(/\.$/, '')})`).join(', ')}`
}

interface Writing extends Pick<Matching, 'out' | 'atLeast'> {
  readonly against: Against | undefined
  readonly scratch: string
}

/** The file bears its name only when it is whole. */
async function write(list: OpenedList, { out, atLeast, against, scratch }: Writing): Promise<void> {
  const progress = showProgress('Matching')
  const part = `${out.place}.part`
  removeAtExit(part)
  const to = createWriteStream(part)
  let firstUnread = ''
  let [rows, stored, pairs, unread, passedOver] = [0, 0, 0, 0, 0]
  try {
    to.write(PAIRS_HEAD)
    const found = checkList(list, {
      atLeast,
      ...(against !== undefined && { against }),
      folder: path.join(scratch, 'work'),
      onProgress: (share, read, known) => {
        rows = read
        stored = known
        progress.show(share, read + known)
      },
      onPassedOver: (keys) => void (passedOver = keys),
      onUnread: (line, why) => {
        if (unread++ === 0) firstUnread = `line ${line}: ${why}`
      },
    })
    for await (const some of found) {
      pairs += some.length
      if (some.length > 0 && !to.write(some.map(pairLine).join(''))) await once(to, 'drain')
    }
    to.end()
    await finished(to)
    await rename(part, out.place)
    keepAtExit(part)
  } catch (error) {
    to.destroy()
    await removeScratch(part)
    throw error
  } finally {
    progress.end()
  }
  if (unread > 0)
    remark(
      `${inWords(unread)} ${unread === 1 ? 'row' : 'rows'} could not be read and ${unread === 1 ? 'is' : 'are'} left out. The first is ${firstUnread}`,
    )
  if (passedOver > 0)
    remark(
      `${inWords(passedOver)} ${passedOver === 1 ? 'trait is' : 'traits are'} shared by so many rows, such as a switchboard's number, that not all of those rows were compared for it. Rows that have nothing else in common may be missing.`,
    )
  const known = against === undefined ? '' : ` with ${inWords(stored)} stored`
  say(
    `${inWords(rows)} ${rows === 1 ? 'row' : 'rows'} compared${known}; ${inWords(pairs)} ${pairs === 1 ? 'pair' : 'pairs'} written to ${out.named}.`,
  )
}
