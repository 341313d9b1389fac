/** Two records and how likely they are one. Somebody's word is worth 1 or, where they are not the same, `APART`. */
export interface Link {
  readonly left: number
  readonly right: number
  readonly probability: number
}

/** Not the same, whatever else speaks for it. */
export const APART = Number.NEGATIVE_INFINITY

/** Records that are probably one. */
export interface RecordGroup {
  readonly ids: readonly number[]
  /** 0 to 1: how well, on the average of all pairs across, the two halves agreed that agreed least when they were joined. */
  readonly certainty: number
  /** The pair that agrees least. */
  readonly weakest: Link
  /** Pairs within the group that are not likely by themselves. */
  readonly implied: readonly Pair[]
}

export interface Pair {
  readonly left: number
  readonly right: number
}

/** Two groups become one only when their records agree on the average of all pairs. */
const LEAST_AGREEMENT = 0.5
/** Up to this size every pair that no key brought together is compared as well, so that nothing is taken for granted. */
const MOST_COMPARED = 24

/**
 * Cuts linked records into groups that are one each. Where a chain of likely pairs leads from one record to another,
 * they need not be the same: A may be like B and B like C, and A and C strangers. So records are joined from the most
 * likely pair downwards, and two groups only when the mean probability of all pairs across them is one half or more
 * (average linkage; of pairs no key brought together some are compared, and stand for the others; one pair that is said
 * to be apart keeps both groups apart for ever).
 */
export function* groupsIn(links: readonly Link[], likely: number, compare: Comparing): Generator<RecordGroup> {
  for (const component of componentsOf(links, likely)) {
    const all =
      component.ids.length > 2 && component.ids.length <= MOST_COMPARED ? completed(component, compare) : component
    yield* joined(all, likely, compare)
  }
}

/** How likely two records are one; undefined for those that are not compared. */
type Comparing = (one: number, other: number) => number | undefined

interface Component {
  readonly ids: readonly number[]
  readonly links: readonly Link[]
}

/** Records that likely pairs lead to from each other, with all that is known of their pairs. */
function componentsOf(links: readonly Link[], likely: number): Component[] {
  const above = new Map<number, number>()
  const rootOf = (id: number): number => {
    let root = id
    for (let up = above.get(root); up !== undefined && up !== root; up = above.get(root)) root = up
    for (let at = id; at !== root;) {
      const up = above.get(at) ?? root
      above.set(at, root)
      at = up
    }
    return root
  }
  for (const { left, right, probability } of links) {
    if (probability < likely) continue
    if (!above.has(left)) above.set(left, left)
    if (!above.has(right)) above.set(right, right)
    above.set(rootOf(left), rootOf(right))
  }
  const components = new Map<number, { readonly ids: number[]; readonly links: Link[] }>()
  for (const id of above.keys()) components.getOrInsertComputed(rootOf(id), () => ({ ids: [], links: [] })).ids.push(id)
  for (const link of links) {
    if (!above.has(link.left) || !above.has(link.right)) continue
    const root = rootOf(link.left)
    if (root === rootOf(link.right)) components.get(root)?.links.push(link)
  }
  return [...components.values()]
}

function completed({ ids, links }: Component, compare: Comparing): Component {
  const known = new Set(links.map(({ left, right }) => pairOf(left, right)))
  const missing: Link[] = []
  for (const [at, left] of ids.entries()) {
    for (const right of ids.slice(at + 1)) {
      const probability = known.has(pairOf(left, right)) ? undefined : compare(left, right)
      if (probability !== undefined) missing.push({ left, right, probability })
    }
  }
  return { ids, links: [...links, ...missing] }
}

const pairOf = (one: number, other: number): string => (one < other ? `${one} ${other}` : `${other} ${one}`)

interface Cluster {
  readonly ids: number[]
  certainty: number
  /** Of each other cluster that pairs lead to, what is known of them. */
  readonly towards: Map<Cluster, Known>
}

/** How many pairs between two clusters are known, and their summed probability; and what the others were taken for, at which number. */
interface Known {
  readonly pairs: number
  readonly sum: number
  readonly others?: { readonly pairs: number; readonly mean: number }
}

function* joined({ ids, links }: Component, likely: number, compare: Comparing): Generator<RecordGroup> {
  const clusterOf = new Map<number, Cluster>(ids.map((id) => [id, { ids: [id], certainty: 1, towards: new Map() }]))
  const of = (id: number): Cluster => clusterOf.get(id) ?? { ids: [id], certainty: 1, towards: new Map() }
  const once = new Map<string, Link>()
  for (const link of links) {
    const pair = pairOf(link.left, link.right)
    const known = once.get(pair)
    // Somebody's word stands above what was computed.
    if (known === undefined || link.probability === APART || (link.probability === 1 && known.probability !== APART))
      once.set(pair, link)
  }
  const strongestFirst = [...once.values()].toSorted((a, b) => b.probability - a.probability)
  for (const { left, right, probability } of strongestFirst) know(of(left), of(right), { pairs: 1, sum: probability })
  for (let isSettled = false; !isSettled;) {
    isSettled = true
    for (const { left, right } of strongestFirst) {
      const [one, other] = [of(left), of(right)]
      if (one === other) continue
      const agreement = agreementOf(one, other, compare)
      if (agreement < LEAST_AGREEMENT) continue
      unite(one, other, agreement, clusterOf)
      isSettled = false
    }
  }
  const weakest = new Map<Cluster, Link>()
  for (const link of strongestFirst) if (of(link.left) === of(link.right)) weakest.set(of(link.left), link)
  for (const [cluster, link] of weakest) {
    const members = cluster.ids.toSorted((a, b) => a - b)
    yield {
      ids: members,
      certainty: cluster.certainty,
      weakest: link.left < link.right ? link : { ...link, left: link.right, right: link.left },
      implied: impliedBy(members, once, likely),
    }
  }
}

const MOST_IMPLIED_IN = 200

function impliedBy(ids: readonly number[], known: ReadonlyMap<string, Link>, likely: number): Pair[] {
  // In a group of thousands the pairs would be millions, and somebody has to look at it first.
  if (ids.length < 3 || ids.length > MOST_IMPLIED_IN) return []
  return ids.flatMap((left, at) =>
    ids
      .slice(at + 1)
      .flatMap((right) => ((known.get(pairOf(left, right))?.probability ?? 0) < likely ? [{ left, right }] : [])),
  )
}

function know(one: Cluster, other: Cluster, more: Known): void {
  const before = one.towards.get(other) ?? { pairs: 0, sum: 0 }
  const known = { pairs: before.pairs + more.pairs, sum: before.sum + more.sum }
  one.towards.set(other, known)
  other.towards.set(one, known)
}

/** The mean probability of all pairs between two clusters, at most 1. */
function agreementOf(one: Cluster, other: Cluster, compare: Comparing): number {
  const known = one.towards.get(other) ?? { pairs: 0, sum: 0 }
  const all = one.ids.length * other.ids.length
  const unknown = all - known.pairs
  if (unknown <= 0 || known.sum === APART) return known.sum / all
  if (known.others?.pairs === all) return (known.sum + unknown * known.others.mean) / all
  const mean = meanOfSome(one.ids, other.ids, compare)
  const told = { ...known, others: { pairs: all, mean } }
  one.towards.set(other, told)
  other.towards.set(one, told)
  return (known.sum + unknown * mean) / all
}

/** So many pairs across two large clusters stand for all that no key brought together. */
const PAIRS_THAT_STAND_FOR_ALL = 12

/** What some pairs agree on the average, taken evenly from both sides; who is not compared counts 0. */
function meanOfSome(some: readonly number[], others: readonly number[], compare: Comparing): number {
  const count = Math.min(PAIRS_THAT_STAND_FOR_ALL, some.length * others.length)
  const from = (ids: readonly number[], at: number): number => ids[Math.floor(((at + 0.5) * ids.length) / count)] ?? 0
  let sum = 0
  // The two sides are gone through at different steps, so that not only neighbours meet.
  for (let at = 0; at < count; at++) sum += compare(from(some, at), from(others, (at * 5) % count)) ?? 0
  return sum / count
}

function unite(one: Cluster, other: Cluster, agreement: number, clusterOf: Map<number, Cluster>): void {
  const [stays, goes] = one.ids.length >= other.ids.length ? [one, other] : [other, one]
  stays.certainty = Math.min(stays.certainty, goes.certainty, agreement)
  for (const id of goes.ids) clusterOf.set(id, stays)
  for (const id of goes.ids) stays.ids.push(id)
  stays.towards.delete(goes)
  for (const [third, known] of goes.towards) {
    third.towards.delete(goes)
    if (third !== stays) know(stays, third, known)
  }
}
