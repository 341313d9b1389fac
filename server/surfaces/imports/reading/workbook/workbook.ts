import { Refusal } from '../../../../platform/errors.ts'
import type { ByteSource } from '../source.ts'
import { formatOf, type CellFormat } from './cellFormats.ts'
import { readAllXml } from './xml.ts'
import { damaged, openZip, type Zip } from './zip.ts'

export type Sheet = { readonly name: string; readonly part: string }

/** A spreadsheet, opened: what it says of itself, without a cell read yet. */
export type OpenWorkbook = {
  readonly fileName: string
  readonly zip: Zip
  /** In the order of their tabs, hidden ones last. */
  readonly sheets: readonly Sheet[]
  /** What each style makes of a number. */
  readonly formats: readonly CellFormat[]
  readonly isMacintosh: boolean
  readonly textsPart: string | undefined
}

const MOST_SHEETS = 1000

/** Opens a spreadsheet (ECMA-376). Throws `not_csv` for any other zip archive, with what it is and the way on. */
export async function openWorkbook(source: ByteSource, byteSize: number): Promise<OpenWorkbook> {
  const zip = await openZip(source, byteSize)
  const { name } = source
  const main = await mainPart(name, zip)
  if (main === undefined) throw notOne(name, zip)
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const links = await linksOf(name, zip, `${folder}_rels/${main.slice(folder.length)}.rels`, folder)
  const sheets: (Sheet & { readonly isHidden: boolean })[] = []
  let isMacintosh = false
  await readAllXml(name, zip.read(main), {
    open(tag, attributes) {
      if (tag === 'workbookPr') isMacintosh = /^(1|true)$/.test(attributes.date1904 ?? '')
      const part = links.byId.get(attributes['r:id'] ?? attributes.id ?? '')
      if (tag === 'sheet' && part?.kind === 'worksheet' && sheets.length < MOST_SHEETS)
        sheets.push({
          name: (attributes.name ?? '').slice(0, 255),
          part: part.target,
          isHidden: /^(h|veryH)idden$/.test(attributes.state ?? ''),
        })
    },
  })
  if (sheets.length === 0) throw damaged(name, 'it has no sheet with cells')
  const styles = links.byKind.get('styles')
  return {
    fileName: name,
    zip,
    sheets: [...sheets.filter(({ isHidden }) => !isHidden), ...sheets.filter(({ isHidden }) => isHidden)],
    formats: styles === undefined || !zip.has(styles) ? [] : await formatsIn(name, zip, styles),
    isMacintosh,
    textsPart: links.byKind.get('sharedStrings'),
  }
}

async function mainPart(name: string, zip: Zip): Promise<string | undefined> {
  if (!zip.has('_rels/.rels')) return zip.has('xl/workbook.xml') ? 'xl/workbook.xml' : undefined
  const part = (await linksOf(name, zip, '_rels/.rels', '')).byKind.get('officeDocument')
  return part !== undefined && /workbook[^/]*\.xml$/.test(part) && zip.has(part) ? part : undefined
}

type Link = { readonly kind: string; readonly target: string }
type Links = { readonly byId: ReadonlyMap<string, Link>; readonly byKind: ReadonlyMap<string, string> }

async function linksOf(name: string, zip: Zip, part: string, folder: string): Promise<Links> {
  const byId = new Map<string, Link>()
  if (zip.has(part))
    await readAllXml(name, zip.read(part), {
      open(tag, { Id = '', Type = '', Target = '' }) {
        if (tag !== 'Relationship') return
        const target = Target.startsWith('/') ? Target.slice(1) : `${folder}${Target.replace(/^\.\//, '')}`
        byId.set(Id, { kind: Type.slice(Type.lastIndexOf('/') + 1), target })
      },
    })
  return { byId, byKind: new Map([...byId.values()].map(({ kind, target }) => [kind, target])) }
}

/** Of every style of a cell what it makes of a number. */
async function formatsIn(name: string, zip: Zip, part: string): Promise<CellFormat[]> {
  const codes = new Map<number, string>()
  const formats: CellFormat[] = []
  let isOfCells = false
  await readAllXml(name, zip.read(part), {
    open(tag, { numFmtId = '0', formatCode = '' }) {
      if (tag === 'numFmt') codes.set(Number(numFmtId), formatCode.slice(0, 255))
      if (tag === 'cellXfs') isOfCells = true
      if (tag === 'xf' && isOfCells) formats.push(formatOf(Number(numFmtId), codes.get(Number(numFmtId))))
    },
    close(tag) {
      if (tag === 'cellXfs') isOfCells = false
    },
  })
  return formats
}

function notOne(name: string, zip: Zip): Refusal {
  const inside = zip.names.filter((one) => !one.endsWith('/'))
  const what = zip.has('xl/workbook.bin')
    ? "is a binary workbook (.xlsb). Open it in Excel, choose 'Save as' and 'Excel workbook (.xlsx)', and send that file."
    : zip.has('content.xml')
      ? "is an OpenDocument file. Open it, choose 'Save as' and 'Excel workbook (.xlsx)' or 'CSV', and send that file."
      : zip.has('word/document.xml')
        ? 'is a text document (.docx). Put the list into a spreadsheet, and send that.'
        : `is a zip archive${
            inside.length === 0
              ? ' with nothing in it'
              : ` with ${inside
                  .slice(0, 3)
                  .map((one) => `'${one.slice(0, 60)}'`)
                  .join(', ')}${inside.length > 3 ? ' and more' : ''} in it`
          }. Unpack it, and send the CSV file or spreadsheet inside.`
  return new Refusal('not_csv', `'${name}' ${what}`, { kind: 'unsupported' })
}
