import { z } from 'zod'

/** The lines of JSON that tell what is found in a list: the first, one for every stretch of it, and the last. */

const firstLine = z
  .object({
    kind: z.enum(['person', 'account']),
    sheet: z.string().optional().meta({ description: 'Of a spreadsheet: the sheet that is read.' }),
    encoding: z.string(),
    columns: z.array(
      z.object({
        column: z.string(),
        meaning: z
          .string()
          .meta({ description: '`firstName`, `street` and so on; `other`: compared as text; `nothing`.' }),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'ListUnderstood', description: 'The first line: what the list holds.' })

const pairSchema = z
  .object({
    left: z.string().meta({ description: 'A row, by its number or the column that names it.' }),
    right: z.string().meta({ description: 'Another row, or the id of a record.' }),
    probability: z.number().meta({ description: 'That both are the same, 0 to 1.' }),
    reasons: z.array(z.string()).readonly(),
  })
  .meta({ id: 'ListPair' })

const pairsLine = z
  .object({
    share: z.number().meta({ description: 'How much is done, 0 to 1.' }),
    rows: z.number().meta({ description: 'How many rows were read so far.' }),
    pairs: z.array(pairSchema).readonly(),
  })
  .meta({ id: 'ListPairs', description: 'A line in the middle: pairs, as they are found.' })

const textsLine = z
  .object({
    texts: z
      .record(z.string(), z.string())
      .meta({ description: 'What the rows of the first 200 pairs say, by number.' }),
  })
  .meta({ id: 'ListTexts', description: 'The line before the last: rows to show, where no column names them.' })

const lastLine = z
  .object({
    done: z.object({
      rows: z.number(),
      pairs: z.number(),
      stored: z.number().optional().meta({ description: 'How many records it was compared with.' }),
      unread: z.number().optional().meta({ description: 'How many rows could not be read.' }),
      passedOver: z.number().optional().meta({
        description:
          'How many keys, such as a name or a number, too many rows share for all of them to be compared for it alone.',
      }),
      firstUnread: z.object({ line: z.number(), why: z.string() }).optional(),
    }),
  })
  .meta({ id: 'ListDone', description: 'The last line.' })

const problemLine = z
  .object({ problem: z.object({ code: z.string(), message: z.string() }) })
  .meta({ id: 'ListProblem', description: 'The last line of a list that failed half-way.' })

export const lineSchema = z.union([firstLine, pairsLine, textsLine, lastLine, problemLine])

export type Line = z.infer<typeof lineSchema>
