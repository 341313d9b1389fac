import { Refusal } from '../../../platform/errors.ts'

type Foreign = { readonly starts: readonly number[] | RegExp; readonly sentence: string }

const SAVE_AS = "Open it in your spreadsheet, choose 'Save as' and 'CSV UTF-8', and send that file."

const FOREIGN: readonly Foreign[] = [
  { starts: [0x50, 0x4b, 5, 6], sentence: 'is an empty zip archive, not a CSV file. Send the CSV file itself.' },
  { starts: [0xd0, 0xcf, 0x11, 0xe0], sentence: `is an old Excel workbook (.xls), or one with a password. ${SAVE_AS}` },
  { starts: [0x1f, 0x8b], sentence: 'is compressed with gzip. Unpack it and send the CSV file inside.' },
  { starts: [0x42, 0x5a, 0x68], sentence: 'is compressed with bzip2. Unpack it and send the CSV file inside.' },
  { starts: [0x28, 0xb5, 0x2f, 0xfd], sentence: 'is compressed with zstd. Unpack it and send the CSV file inside.' },
  {
    starts: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    sentence: 'is compressed with xz. Unpack it and send the CSV file inside.',
  },
  { starts: [0x37, 0x7a, 0xbc, 0xaf], sentence: 'is a 7-Zip archive. Unpack it and send the CSV file inside.' },
  { starts: [0x25, 0x50, 0x44, 0x46], sentence: 'is a PDF. People can be read out of a table in CSV form only.' },
  { starts: [0x89, 0x50, 0x4e, 0x47], sentence: 'is a picture (PNG), not a CSV file.' },
  { starts: [0xff, 0xd8, 0xff], sentence: 'is a picture (JPEG), not a CSV file.' },
  {
    starts: /^\s*<(!doctype|html|table|\?xml|\w+[\s>])/i,
    sentence: `is a web page or XML, whatever it is called. ${SAVE_AS}`,
  },
  {
    starts: /^\s*(\{\s*"|\[\s*[{[])/,
    sentence: 'is JSON. Send records in JSON to /api/leads and its like, up to 2,000 at a time.',
  },
  { starts: /^\s*BEGIN:VCARD/i, sentence: 'is a vCard file. Open it in your address book and export it as CSV.' },
  { starts: /^\{\\rtf/, sentence: `is a text document (RTF), not a CSV file. ${SAVE_AS}` },
]

/** Throws `not_csv` with what the file is and the way on, when its first bytes belong to another kind of file. */
export function refuseForeignFile(name: string, head: Buffer): void {
  if (head.length === 0)
    throw new Refusal(
      'file_empty',
      `'${name}' is empty. Send a file with a line of column names and at least one row.`,
      { kind: 'malformed' },
    )
  const text = head
    .subarray(0, 512)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
  const foreign = FOREIGN.find(({ starts }) =>
    starts instanceof RegExp ? starts.test(text) : starts.every((byte, at) => head[at] === byte),
  )
  if (foreign !== undefined) throw new Refusal('not_csv', `'${name}' ${foreign.sentence}`, { kind: 'unsupported' })
}
