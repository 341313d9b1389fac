import { z } from 'zod'
import { encodeId } from '../../../../shared/ids.ts'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import { presentRecords, type PresentedRecord } from '../../../ground/objects/present.ts'
import { anyRecordSchema } from '../../../ground/objects/schemas.ts'
import type { Actor } from '../../../ground/users/actor.ts'
import type { Tx } from '../../../platform/tx.ts'
import { bulkMergeStates, masterRules, type BulkMerge } from './bulkMerge.ts'
import { linksOf, recordsOf, type GroupRecord, type ShownGroup } from './groups.ts'
import { runScopes, runStates, type DuplicateRun } from './run.ts'
import type { Sample } from './sample.ts'

export const runSchema = z
  .object({
    Id: z.string(),
    scope: z.enum(runScopes),
    state: z.enum(runStates),
    stage: z.enum(['reading', 'comparing', 'grouping']),
    share: z.number().min(0).max(1).meta({ description: 'How much of the work is done.' }),
    problem: z.string().nullable(),
    createdAt: z.date(),
    finishedAt: z.date().nullable(),
    expected: z.number(),
    records: z.number(),
    candidates: z.number().meta({ description: 'Pairs that share a key.' }),
    compared: z.number(),
    pairs: z.number().meta({ description: 'Pairs kept, of a probability of 0.2 and more.' }),
    groups: z.number(),
    skippedKeys: z
      .number()
      .meta({ description: 'Keys that more than a hundred records share; their pairs are not compared.' }),
    skippedRecords: z.number(),
    histogram: z.array(z.object({ from: z.number(), pairs: z.number() })).readonly(),
  })
  .meta({ id: 'DuplicateRun', description: 'A search for duplicates through all records of an object.' })

const recordSchema = z.object({ object: z.string(), record: anyRecordSchema })
const linkSchema = z.object({
  left: z.string(),
  right: z.string(),
  probability: z.number(),
  reasons: z.array(z.string()).readonly(),
})

export const groupSchema = z
  .object({
    n: z.number(),
    certainty: z
      .number()
      .meta({ description: 'How well the two halves agreed that agreed least when they were joined.' }),
    weakest: z.object({ left: z.string(), right: z.string(), probability: z.number() }),
    merge: z.string().nullable(),
    refusal: z.string().nullable(),
    size: z.number().meta({ description: 'Records the run put together; of a large group the first 30 are shown.' }),
    hidden: z.number().meta({ description: 'How many of those to be shown the reader may not see, or are gone.' }),
    records: z.array(recordSchema),
    links: z.array(linkSchema),
  })
  .meta({ id: 'DuplicateGroup', description: 'Records that are probably one, with how every two of them compare.' })

export const bulkMergeSchema = z
  .object({
    Id: z.string(),
    certainty: z.number(),
    masterRule: z.enum(masterRules),
    state: z.enum(bulkMergeStates),
    problem: z.string().nullable(),
    createdAt: z.date(),
    finishedAt: z.date().nullable(),
    expected: z.number(),
    merged: z.number(),
    refused: z.number(),
    undone: z.number(),
  })
  .meta({ id: 'BulkMerge', description: 'Every group of a run from a certainty on, merged by one rule.' })

const estimateSchema = z
  .object({ share: z.number(), from: z.number(), to: z.number(), of: z.number() })
  .nullable()
  .meta({ description: "A share with Wilson's 95 % interval, and of how many answers." })

export const verdict = z.enum(['same', 'not_same', 'unsure'])

export const sampleSchema = z.object({
  pairs: z.array(
    z.object({
      isAbove: z.boolean(),
      probability: z.number(),
      answer: verdict.nullable(),
      reasons: z.array(z.string()).readonly(),
      left: recordSchema,
      right: recordSchema,
    }),
  ),
  precision: estimateSchema,
  missed: estimateSchema,
  leftApart: z.number(),
})

/** A run ready for an answer; what its schema does not name stays inside. */
export const presentRun = (run: DuplicateRun) => runSchema.parse({ Id: encodeId(run.id), ...run })

/** A bulk merge ready for an answer, in the same way. */
export const presentMerge = (merge: BulkMerge) => bulkMergeSchema.parse({ Id: encodeId(merge.id), ...merge })

/** Groups ready for an answer. Names of owners and accounts are read once an object, however many groups there are. */
export async function presentGroups(tx: Tx, groups: readonly ShownGroup[]) {
  const presented = await presentAll(
    tx,
    groups.flatMap(({ records }) => records),
  )
  return groups.map(({ records, links, weakestLeftId, weakestRightId, weakestProbability, mergeId, ...group }) => ({
    ...group,
    merge: mergeId === null ? null : encodeId(mergeId),
    weakest: { left: encodeId(weakestLeftId), right: encodeId(weakestRightId), probability: weakestProbability },
    records: records.flatMap(({ record }) => presented.get(record.Id) ?? []),
    links: links.map(({ left, right, ...link }) => ({ left: encodeId(left), right: encodeId(right), ...link })),
  }))
}

interface PresentedOne {
  readonly object: string
  readonly record: PresentedRecord
}

async function presentAll(tx: Tx, records: readonly GroupRecord[]): Promise<Map<number, PresentedOne>> {
  const presented = new Map<number, PresentedOne>()
  for (const [object, own] of Map.groupBy(records, (one) => one.object)) {
    const shown = await presentRecords(
      tx,
      await definitionOf(tx, object),
      own.map(({ record }) => record),
    )
    for (const [at, record] of shown.entries()) presented.set(own[at]?.record.Id ?? 0, { object, record })
  }
  return presented
}

/** A sample ready for an answer, without the pairs the reader may not see both sides of. */
export async function presentSample(
  tx: Tx,
  actor: Actor,
  { scope }: DuplicateRun,
  { pairs, precision, missed, leftApart }: Sample,
) {
  const ids = new Set(pairs.flatMap(({ leftId, rightId }) => [leftId, rightId]))
  const records = await recordsOf(tx, actor, scope, [...ids])
  const presented = await presentAll(tx, [...records.values()])
  return {
    precision: precision ?? null,
    missed: missed ?? null,
    leftApart,
    pairs: pairs.flatMap(({ leftId, rightId, isAbove, probability, answer }) => {
      const [one, other] = [records.get(leftId), records.get(rightId)]
      const [left, right] = [presented.get(leftId), presented.get(rightId)]
      if (!one || !other || !left || !right) return []
      const [link] = linksOf([one, other])
      return [{ isAbove, probability, answer, reasons: link?.reasons ?? [], left, right }]
    }),
  }
}
