import { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import { duplicateRules, importStates, mayDo, progressOf, type Import } from './import.ts'

const word = z.string().max(255)

export const optionsSchema = z
  .strictObject({
    duplicates: z.enum(duplicateRules).optional().meta({
      description:
        "What becomes of rows that say who we already know: 'inquiry' records a response of theirs, 'fill' fills our blanks, 'update' replaces our values, 'skip' leaves the row out, 'create' makes it anyway.",
    }),
    campaignId: z
      .string()
      .max(18)
      .nullable()
      .optional()
      .meta({ description: 'Everybody in the file becomes a member of this campaign.' }),
    memberStatus: z.string().max(40).nullable().optional(),
    memberColumns: z.record(word, word).optional().meta({
      description:
        'Fields of the campaign member and the columns that hold them: {"Status":"Badge status"}; a row that says nothing takes memberStatus. Fields of your own, such as Seat__c, are taken too.',
    }),
    createMissing: z
      .array(word)
      .max(20)
      .readonly()
      .optional()
      .meta({ description: 'Objects of which records that rows name and that are not here are made, e.g. Account.' }),
    unknownOwner: z.enum(['me', 'refuse']).optional(),
    unreadable: z.enum(['refuse', 'blank']).optional(),
    withoutAccount: z.enum(['gather', 'refuse']).optional(),
    unmapped: z
      .enum(['leave', 'describe'])
      .optional()
      .meta({ description: "'describe' keeps cells of columns that go nowhere in the description." }),
    keyColumn: word.nullable().optional().meta({ description: 'The column by which other files name these records.' }),
    timeZone: z.string().max(60).refine(isTimeZone, 'must be a time zone such as Europe/Berlin').optional(),
    order: z.enum(['dmy', 'mdy']).optional(),
    decimal: z.enum(['.', ',']).optional(),
    encoding: z.string().max(40).optional(),
    delimiter: z.string().length(1).optional(),
    hasHeader: z.boolean().optional(),
    sheet: z
      .string()
      .max(255)
      .optional()
      .meta({ description: 'Of a spreadsheet: the name of the sheet that is read.' }),
    values: z
      .record(word, z.record(z.string().max(1000), z.string().max(255)))
      .optional()
      .meta({ description: 'Column → word → what it stands for.' }),
    defaults: z.record(word, z.union([z.string().max(1000), z.number(), z.boolean()])).optional(),
  })
  .meta({ id: 'ImportOptions' })

export const choicesSchema = z
  .strictObject({
    object: word.optional(),
    mapping: z
      .array(z.strictObject({ column: z.string().max(300), field: word.nullable(), by: word.optional() }))
      .max(10_000)
      .optional(),
    options: optionsSchema.optional(),
  })
  .meta({ id: 'ImportChoices' })

const counts = z.object({
  read: z.number(),
  created: z.number(),
  updated: z.number(),
  known: z.number().meta({ description: 'People we knew already, recorded as an inquiry.' }),
  skipped: z.number(),
  refused: z.number(),
})

export const importSchema = z
  .object({
    Id: z.string(),
    name: z.string(),
    byteSize: z.number(),
    object: z.string().nullable(),
    state: z.enum(importStates),
    progress: z.number().meta({ description: 'Share of the file that was read, 0 to 1.' }),
    counts,
    notes: z
      .array(z.object({ sentence: z.string(), rows: z.number() }))
      .readonly()
      .meta({ description: 'What was done beyond the words of the rows.' }),
    mended: z.number().meta({ description: 'Refused rows that a mended file brought in after all.' }),
    mends: z.string().nullable().meta({ description: 'The import whose refused rows this file brings again.' }),
    problem: z.string().nullable(),
    waitsFor: z.string().nullable().optional().meta({
      description: 'Of one that runs: the file whose import has to be through first, so that nobody is made twice.',
    }),
    may: z.array(z.string()).readonly().meta({ description: 'What can be done with it now.' }),
    guesses: z.array(z.object({ object: z.string(), confidence: z.number(), reason: z.string() })).readonly(),
    mapping: z
      .array(
        z.object({
          column: z.string(),
          field: z.string().nullable(),
          by: z.string().optional(),
          confidence: z.number(),
          reason: z.string(),
        }),
      )
      .readonly(),
    options: optionsSchema,
    layout: z.object({
      encoding: z.string(),
      encodingReason: z.string(),
      delimiter: z.string(),
      quote: z.string().nullable(),
      hasHeader: z.boolean(),
      columns: z.number(),
      sheets: z.array(z.string()).readonly().meta({ description: 'The sheets of a spreadsheet; none of a CSV file.' }),
      sheet: z.string().nullable().meta({ description: 'The sheet that is read.' }),
    }),
    createdAt: z.date(),
    startedAt: z.date().nullable(),
    finishedAt: z.date().nullable(),
  })
  .meta({ id: 'Import' })

const nullText = z.string().nullable()

export const previewSchema = z
  .object({
    columns: z
      .array(
        z.object({
          column: z.string(),
          field: nullText,
          label: nullText.meta({ description: 'Of the field.' }),
          type: nullText.meta({ description: 'Of the field.' }),
          by: nullText.meta({ description: 'Of a reference: the field its record is found by.' }),
          confidence: z.number().meta({ description: 'That the column means this field, 0 to 1.' }),
          reason: z.string(),
          decided: nullText.meta({ description: 'How its cells are read, where there was something to decide.' }),
          unsure: z.boolean(),
          examples: z.array(z.string()).readonly(),
          unreadable: z.number().meta({ description: 'How many of the first rows cannot be read in this column.' }),
          words: z
            .array(
              z.object({
                word: z.string(),
                rows: z.number().meta({ description: 'How many of the first rows hold it.' }),
                value: nullText.meta({ description: 'What it is read as; null: it cannot be.' }),
                isListed: z.boolean().meta({ description: 'The value is on the list.' }),
                suggestion: nullText.meta({ description: 'What it might mean, where it is not on the list.' }),
              }),
            )
            .readonly()
            .meta({ description: 'Of a picklist’s column: words that are not the list’s own.' }),
        }),
      )
      .readonly(),
    fields: z
      .array(
        z.object({
          name: z.string(),
          label: z.string(),
          references: z.array(z.string()).readonly().meta({ description: 'The objects a reference may point to.' }),
        }),
      )
      .readonly()
      .meta({ description: 'Where columns may go; empty while it is not known what the file holds.' }),
    tried: z.number().meta({ description: 'Rows that were tried, from the first.' }),
    isWholeFile: z.boolean(),
    counts: counts
      .nullable()
      .meta({ description: 'What became of them; null while it is not known what the file holds.' }),
    notes: z.array(z.object({ sentence: z.string(), rows: z.number() })).readonly(),
    problems: z
      .array(
        z.object({ kind: z.string(), field: nullText, reason: z.string(), rows: z.number(), firstLine: z.number() }),
      )
      .readonly(),
    importedBefore: z
      .object({ Id: z.string(), finishedAt: z.date().nullable() })
      .nullable()
      .meta({ description: 'The import of the same bytes; null: there was none.' }),
  })
  .meta({ id: 'ImportPreview' })

/** An import as the API shows it. */
export const presentImport = (one: Import): z.infer<typeof importSchema> => ({
  Id: encodeId(one.id),
  name: one.fileName,
  byteSize: one.byteSize,
  object: one.objectName,
  state: one.state,
  progress: Math.round(progressOf(one) * 1000) / 1000,
  counts: one.counts,
  notes: Object.values(one.notes),
  mended: one.mended,
  mends: one.mendsId === null ? null : encodeId(one.mendsId),
  problem: one.problem,
  may: mayDo[one.state],
  guesses: one.guesses,
  mapping: one.mapping,
  options: one.options,
  layout: {
    encoding: one.layout.encoding.name,
    encodingReason: one.layout.encoding.reason,
    delimiter: one.layout.dialect.delimiter,
    quote: one.layout.dialect.quote,
    hasHeader: one.layout.hasHeader,
    columns: one.layout.columns.length,
    sheets: one.workbook?.sheets ?? [],
    sheet: one.workbook?.sheet ?? null,
  },
  createdAt: one.createdAt,
  startedAt: one.startedAt,
  finishedAt: one.finishedAt,
})

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
