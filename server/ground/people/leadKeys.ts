import { leadFacts } from './facts.ts'
import { matchedBy } from './matchKeys.ts'

type Matched = ReturnType<typeof matchedBy>

const lookedFor = new WeakMap<Readonly<Record<string, unknown>>, Matched>()

/** The keys of a lead that is looked for before it is stored. Its values stay as they are from here on. */
export function keysToLookFor(lead: Readonly<Record<string, unknown>>): number[] {
  const matched = matchedBy(leadFacts(lead))
  lookedFor.set(lead, matched)
  return matched.keys
}

/** The keys a lead is stored with: to read them twice would be a twentieth of what storing it costs. */
export const keysToStore = (lead: Readonly<Record<string, unknown>>): Matched =>
  lookedFor.get(lead) ?? matchedBy(leadFacts(lead))
