import { crc32, deflateRawSync } from 'node:zlib'

/** A cell as a workbook keeps it: a text, a number, yes or no, a date by its format, or a formula with what it came to. */
export type CellOf =
  | string
  | number
  | boolean
  | null
  | { readonly serial: number }
  | { readonly share: number }
  | { readonly shared: number }
  | { readonly formula: string; readonly value: number }

type Part = readonly [name: string, content: string | Buffer]

/** A zip archive of these parts; `claims` is the unpacked size it states, when it lies. */
export function zipOf(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of parts) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(bytes), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(bytes.length, 18)
    head.writeUInt16LE(Buffer.byteLength(name), 22)
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name), packed)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, place, Buffer.from(name))
    offset += 4 + 26 + Buffer.byteLength(name) + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, listed, end])
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** A text as XML has it. */
export const inXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export type SheetOf = {
  readonly name: string
  readonly rows?: readonly (readonly CellOf[])[]
  readonly isHidden?: boolean
  /** The sheet's XML itself. */
  readonly xml?: string
}

/** A spreadsheet, as Excel writes one. */
export const workbookOf = (
  sheets: readonly SheetOf[],
  { shared = [], sharedXml }: { readonly shared?: readonly string[]; readonly sharedXml?: string } = {},
): Buffer =>
  zipOf([
    ['[Content_Types].xml', `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${LINKS}"><sheets>${sheets
        .map(
          ({ name, isHidden }, at) =>
            `<sheet name="${inXml(name)}" sheetId="${at + 1}"${isHidden === true ? ' state="hidden"' : ''} r:id="rId${at + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${PACKAGE}">${sheets
        .map(
          (_, at) =>
            `<Relationship Id="rId${at + 1}" Type="${LINKS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
        )
        .join(
          '',
        )}<Relationship Id="rIdS" Type="${LINKS}/styles" Target="styles.xml"/><Relationship Id="rIdT" Type="${LINKS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    ],
    ...sheets.map(({ rows = [], xml }, at): Part => [`xl/worksheets/sheet${at + 1}.xml`, xml ?? sheetXml(rows)]),
    [
      'xl/styles.xml',
      `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-407]d\\.\\ mmmm\\ yyyy"/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>`,
    ],
    [
      'xl/sharedStrings.xml',
      sharedXml ??
        `${XML}<sst xmlns="${MAIN}">${shared.map((text) => `<si><t xml:space="preserve">${inXml(text)}</t></si>`).join('')}</sst>`,
    ],
  ])

export const sheetXml = (rows: readonly (readonly CellOf[])[]): string =>
  `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rows.map((cells, at) => rowXml(cells, at + 1)).join('')}</sheetData></worksheet>`

export const rowXml = (cells: readonly CellOf[], number: number): string =>
  `<row r="${number}">${cells.map((cell, at) => cellXml(cell, `${letters(at)}${number}`)).join('')}</row>`

function cellXml(cell: CellOf, at: string): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return `<c r="${at}" t="inlineStr"><is><t>${inXml(cell)}</t></is></c>`
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if ('serial' in cell) return `<c r="${at}" s="2"><v>${cell.serial}</v></c>`
  if ('share' in cell) return `<c r="${at}" s="3"><v>${cell.share}</v></c>`
  return 'shared' in cell
    ? `<c r="${at}" t="s"><v>${cell.shared}</v></c>`
    : `<c r="${at}"><f>${inXml(cell.formula)}</f><v>${cell.value}</v></c>`
}

const letters = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : `${letters(Math.floor(at / 26) - 1)}${letters(at % 26)}`
