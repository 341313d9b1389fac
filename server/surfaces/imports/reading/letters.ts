import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import iconv from 'iconv-lite'
import type { DetectionResult } from 'jschardet'
import { encodings } from '../../../../shared/encodings.ts'

/** What most old exports of Europe and America are written in, and those of which nothing else is known. */
export const WESTERN = 'windows-1252'

type Known = (typeof encodings)[number]

// The library names some after a company, of which ours is the name exports bear.
const otherNames: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  ibm866: 'cp866',
  'tis-620': 'windows-874',
}
const encodingOfName = (name: string): Known | undefined => encodings.find((one) => one.name === name)
const knownAs = (name: string | null): Known | undefined => {
  const plain = (name ?? '').toLowerCase().replace(/^iso8859/, 'iso-8859')
  return encodingOfName(otherNames[plain] ?? plain)
}

const western = encodingOfName(WESTERN) ?? encodings[0]

// Of 5,000 made-up lists of 1 to 50 rows in 25 encodings 99 were taken for another, 98 of them of fewer than ten rows; of Windows-1252 none.
const NEARLY_AS_LIKELY = 0.95

/** Parts that are judged by themselves, so that a damaged line spoils one of them only; each of so many lines at least. */
const [MOST_PARTS, LINES_A_PART] = [5, 8]

/** So many parts must agree on other letters before they are told of: one may be damaged, or say too little. */
const PARTS_THAT_AGREE = 2

export type Letters = {
  /** By what most of its parts say; Western European where nothing is known of them. */
  readonly found: Known
  /** What several parts are written in that say something else in these letters. */
  readonly besides: Known | undefined
}

/** Which letters a file that is not UTF-8 is written in, by a sample of its foreign lines and `further` ones of other places in it. */
export async function lettersOf(sample: Buffer, further: readonly Buffer[] = []): Promise<Letters> {
  const parts = [...partsOf(sample), ...further]
  const guesses = await guessed(parts)
  const judged = parts.map((part, at) => ({ part, letters: judgedBy(part, guesses[at] ?? []) }))
  const [[found, agreeing] = [western, []], ...others] = [...Map.groupBy(judged, ({ letters }) => letters)].toSorted(
    ([, one], [, other]) => other.length - one.length,
  )
  const speaksFor = (letters: Known, { part }: { readonly part: Buffer }): boolean =>
    linesIn(part) >= LINES_A_PART && iconv.decode(part, letters.name) !== iconv.decode(part, found.name)
  const besides =
    agreeing.length < PARTS_THAT_AGREE
      ? undefined
      : others.find(([letters, those]) => those.filter((one) => speaksFor(letters, one)).length >= PARTS_THAT_AGREE)
  return { found, besides: besides?.[0] }
}

const linesIn = (part: Buffer): number => part.toString('latin1').trimEnd().split('\n').length

function partsOf(sample: Buffer): readonly Buffer[] {
  const lines = sample.toString('latin1').split('\n')
  const howMany = Math.min(MOST_PARTS, Math.max(1, Math.floor(lines.length / LINES_A_PART)))
  const each = Math.ceil(lines.length / howMany)
  return Array.from({ length: howMany }, (_, at) =>
    Buffer.from(lines.slice(at * each, (at + 1) * each).join('\n'), 'latin1'),
  )
}

/** Western European wherever that is nearly as likely, or says the same: most old exports are. */
function judgedBy(part: Buffer, results: readonly DetectionResult[]): Known {
  const guesses = results.flatMap(({ encoding, confidence }) => {
    const known = knownAs(encoding)
    const text = known === undefined ? '' : iconv.decode(part, known.name)
    return known === undefined || GAP.test(text) || mixesScripts(text) ? [] : [{ known, confidence, text }]
  })
  const [best] = guesses
  if (best === undefined || best.text === iconv.decode(part, WESTERN)) return western
  const asWestern = guesses.find(({ known }) => known.name === WESTERN)?.confidence ?? 0
  if (asWestern >= best.confidence * (isNeighbour(best.known, part) ? LIKELY_ENOUGH : NEARLY_AS_LIKELY)) return western
  // Of several that say the same the one most programs write.
  return encodings.find((one) => guesses.some(({ known, text }) => known === one && text === best.text)) ?? western
}

// Few letters are as good Polish as Spanish, and Spanish lists are the more.
const LIKELY_ENOUGH = 0.7
const FEW_LETTERS = 6
const neighbours: ReadonlySet<string> = new Set([
  'windows-1250',
  'iso-8859-2',
  'windows-1254',
  'iso-8859-9',
  'windows-1257',
])

const isNeighbour = ({ name }: Known, part: Buffer): boolean =>
  neighbours.has(name) && new Set(part.filter((byte) => byte > 0x7f)).size < FEW_LETTERS

/** Nobody writes a word in two scripts; a vowel of Müller read as a letter of Russian does. */
const TWO_SCRIPTS =
  /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}]\p{Script=Latin}/gu
const LETTERS_A_MIXTURE = 10

const mixesScripts = (text: string): boolean =>
  (text.match(TWO_SCRIPTS)?.length ?? 0) * LETTERS_A_MIXTURE > (text.match(/[^\0-\x7f]/g)?.length ?? 0)

/** What stands where a byte is no letter. */
const GAP = /[\ufffd\0-\x08\x0e-\x1f\x7f-\x9f]/

/** In a thread of its own: what it knows of all languages takes 60 MB, and goes with it. */
async function guessed(parts: readonly Uint8Array[]): Promise<readonly (readonly DetectionResult[])[]> {
  const thread = new Worker(new URL('lettersThread.ts', import.meta.url), { workerData: parts })
  try {
    const [guesses]: unknown[] = await once(thread, 'message')
    return guesses as readonly (readonly DetectionResult[])[]
  } finally {
    await thread.terminate()
  }
}
