import type { Readable } from 'node:stream'
import { Refusal } from '../../platform/errors.ts'
import type { ImportOptions } from './import.ts'
import { optionsSchema } from './shapes.ts'

/** A file on its way to us, and what was said about it. */
export type ArrivingFile = {
  readonly name: string
  readonly stream: AsyncIterable<Uint8Array>
  readonly object?: string
  readonly options?: ImportOptions
}

/** What a multipart reader hands over: the file, and the fields that came before it. */
export type FilePart = {
  readonly filename: string
  readonly file: Readable
  readonly fields: Readonly<Record<string, unknown>>
}

const NAME_MAX = 255

export function fileOfPart(part: FilePart | undefined): ArrivingFile {
  if (part === undefined) throw noFile()
  const said = (name: string): string | undefined => {
    const field = part.fields[name]
    return typeof field === 'object' &&
      field !== null &&
      'value' in field &&
      typeof field.value === 'string' &&
      field.value !== ''
      ? field.value
      : undefined
  }
  return {
    name: fileName(part.filename),
    stream: part.file,
    object: said('object'),
    options: optionsIn(said('options')),
  }
}

/** The options, when they come as text beside a file. */
export function optionsIn(text: string | undefined): ImportOptions | undefined {
  if (text === undefined) return undefined
  try {
    return optionsSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new Refusal(
      'malformed_options',
      `The options cannot be understood: ${error instanceof Error ? error.message.slice(0, 300) : 'they are not JSON'}.`,
      { kind: 'malformed', field: 'options' },
    )
  }
}

export const fileName = (name: string | undefined): string =>
  (name ?? '').replaceAll('\0', '').split(/[\\/]/).at(-1)?.trim().slice(0, NAME_MAX) || 'file.csv'

export const noFile = (): Refusal =>
  new Refusal(
    'no_file',
    "There is no file in this request. Send it as multipart/form-data in a field called 'file', or as the body with Content-Type text/csv and ?name=people.csv.",
    { kind: 'malformed' },
  )

type Issue = { readonly path: readonly PropertyKey[]; readonly keys?: readonly string[]; readonly message: string }

/** JSON that is not a file, by the first thing that is odd about it. */
export function notAFile(issue: Issue | undefined): Refusal {
  const field = [...(issue?.path ?? []), ...(issue?.keys?.slice(0, 1) ?? [])].map(String).join('.').slice(0, 80)
  const odd = field === '' ? '' : ` '${field}' is missing, or is not as expected.`
  return new Refusal(
    'not_a_file',
    `This is not a file to import.${odd} Send it as {"name": "people.csv", "content": "First name,Last name…"}, as multipart/form-data in a field called 'file', or as the body with Content-Type text/csv.`,
    {
      kind: 'malformed',
      field: field === '' ? undefined : field,
      rule: 'A file in JSON has a name and its content as text; object and options may stand beside them.',
    },
  )
}
