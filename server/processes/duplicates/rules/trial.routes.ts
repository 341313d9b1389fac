import { z } from 'zod'
import { encodeId } from '../../../../shared/ids.ts'
import { readingAs, type App } from '../../../ground/http/edge.ts'
import { definitionOf } from '../../../ground/objects/catalogue.ts'
import {
  fieldNamed,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
} from '../../../ground/objects/definition.ts'
import { matchSchema } from '../../../ground/objects/schemas.ts'
import { readValue } from '../../../ground/objects/values.ts'
import { roles } from '../../../../shared/roles.ts'
import { Refusal } from '../../../platform/errors.ts'
import { matchables } from '../duplicate.ts'
import { presentMatches } from '../presentMatches.ts'
import { trialOutcomes, trialReasons, trialWords, tryRules } from './trial.ts'

const matchable = z.enum(matchables)
const tags = ['Duplicate rules']

const trialSchema = z.object({
  outcome: z.enum(trialOutcomes),
  message: z.string().nullable().meta({ description: 'What whoever saves would be told.' }),
  rules: z.array(
    z.object({
      Id: z.string(),
      label: z.string(),
      says: z.enum(trialWords),
      because: z.enum(trialReasons),
      matches: z.array(matchSchema),
    }),
  ),
})

/** What the rules would say of a record, tried before anybody is kept from saving one. */
export function trialRoute(app: App): void {
  const body = z.strictObject({
    object: matchable,
    on: z.enum(['create', 'edit']).default('create'),
    role: z.enum(roles).optional().meta({ description: 'As whom; as yourself when left out.' }),
    record: z.record(z.string().max(200), z.unknown()),
  })
  app.post(
    '/api/duplicate-rules/trial',
    {
      schema: {
        tags,
        summary: 'What the rules would say of a record, without saving it',
        body,
        response: { 200: trialSchema },
      },
    },
    (request) =>
      readingAs(request, async (tx, actor) => {
        const { object, record, ...more } = request.body
        const values = understood(await definitionOf(tx, object), record)
        const { outcome, refusal, rules } = await tryRules(tx, actor, object, values, more)
        return {
          outcome,
          message: refusal?.message ?? null,
          rules: await Promise.all(
            rules.map(async ({ rule, matches, ...one }) => ({
              ...one,
              Id: encodeId(rule.id),
              label: rule.label,
              matches: await presentMatches(tx, matches),
            })),
          ),
        }
      }),
  )
}

/** What is understood of a record; what is not says nothing about likeness. */
function understood(definition: ObjectDefinition, record: Readonly<Record<string, unknown>>): FieldValues {
  const values: Record<string, FieldValue> = {}
  for (const [name, raw] of Object.entries(record)) {
    const field = fieldNamed(definition, name)
    const value = field === undefined ? undefined : readValue(field, raw)
    if (field !== undefined && value !== undefined && !(value instanceof Refusal)) values[field.name] = value
  }
  return values
}
