import { encodeId } from '../../../../shared/ids.ts'
import type { ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { FoundMatch } from '../../../ground/objects/schemas.ts'
import { Refusal } from '../../../platform/errors.ts'
import type { Match, Matchable } from '../duplicate.ts'
import { brief } from '../presentMatches.ts'
import { certain } from '../../../../shared/likelihood.ts'
import { explained, pageOf } from './explaining.ts'
import type { DuplicateRule, Handling } from './rule.ts'

/** What one rule found of one record. */
export type Found = {
  readonly rule: DuplicateRule
  readonly handling: Handling
  /** What the person may see, the likeliest first. */
  readonly matches: readonly Match[]
  /** How many more there are that they may not see. */
  readonly hidden: number
  /** The place, in the same list, of an earlier record that is the same. */
  readonly earlier?: { readonly at: number; readonly reasons: readonly string[] }
}

/** A refusal's facts: what a program needs to show the alert, and to go on. */
export type DuplicateFacts = {
  readonly rule: { readonly Id: string; readonly Name: string; readonly Label: string; readonly object: Matchable }
  readonly action: 'alert' | 'block'
  /** Whether the same request with `allowDuplicates=true` would save it. */
  readonly maySave: boolean
  readonly matches: readonly FoundMatch[]
  /** Records that look the same and that the person may not see. */
  readonly hidden: number
}

/** The no of a rule, in a sentence that names whom we know, why we think so, and the way on. */
export function duplicatesDetected(
  definition: ObjectDefinition,
  { rule, handling, matches, hidden, earlier }: Found,
  maySave: boolean,
): Refusal {
  const [likeliest] = matches
  const what = definition.label.toLowerCase()
  const known =
    likeliest !== undefined
      ? `This ${what} looks like the ${likeliest.object.toLowerCase()} ${nameOf(likeliest)} (${percent(likeliest)}). ${likeliest.reasons.join('. ')}.`
      : earlier !== undefined
        ? `This ${what} looks like record ${earlier.at + 1} of the same list. ${earlier.reasons.join('. ')}.`
        : `This ${what} looks like ${hidden === 1 ? 'one' : `${hidden}`} that you may not see. Ask an administrator who has it.`
  const way =
    handling.action === 'block'
      ? maySave
        ? 'A rule keeps it from being saved twice; you may save it all the same.'
        : `A rule keeps it from being saved twice.${likeliest === undefined ? '' : ` Go on with the ${likeliest.object.toLowerCase()} you have.`}`
      : `Go on with ${likeliest === undefined ? 'that one' : `the ${likeliest.object.toLowerCase()} you have`}, or save it anyway.`
  const facts: DuplicateFacts = {
    rule: { Id: encodeId(rule.id), Name: rule.apiName, Label: rule.label, object: rule.object },
    action: handling.action === 'block' ? 'block' : 'alert',
    maySave,
    matches: matches.map(brief),
    hidden,
  }
  return new Refusal('duplicates_detected', [rule.alertText, known, way].filter(Boolean).join(' '), {
    rule: `${rule.label}: ${explained(rule, definition)}`,
    ...(likeliest && {
      way: { label: `Open ${nameOf(likeliest)}`, href: `${pageOf[likeliest.object]}/${encodeId(likeliest.id)}` },
    }),
    facts,
  })
}

const nameOf = ({ record }: Match): string =>
  typeof record.Name === 'string' && record.Name !== '' ? record.Name : 'without a name'

const percent = ({ probability }: Match): string =>
  probability >= certain ? 'certain' : `${Math.round(probability * 100)} % likely`
