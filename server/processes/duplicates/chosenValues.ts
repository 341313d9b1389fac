import {
  isDerived,
  type Field,
  type FieldValue,
  type FieldValues,
  type ObjectDefinition,
  type StoredRecord,
} from '../../ground/objects/definition.ts'

// Any opt-out survives: nobody who said no may be reached again because two records became one.
const optOuts: readonly string[] = ['DoNotCall', 'HasOptedOutOfEmail', 'HasOptedOutOfFax']

// What hangs on another field comes from the record that field came from, never alone.
const companions: Readonly<Record<string, readonly string[]>> = {
  Status: ['NotReadyReason', 'UnqualifiedReason', 'ReopenedReason', 'RecheckOn', 'StaysOnNewsletter', 'ClosedDate'],
  Email: ['EmailBouncedReason', 'EmailBouncedDate'],
}

const dependents: ReadonlySet<string> = new Set(Object.values(companions).flat())

const addressParts = ['Street', 'City', 'State', 'PostalCode', 'Country', 'Latitude', 'Longitude', 'GeocodeAccuracy']
const addresses: readonly (readonly string[])[] = ['', 'Billing', 'Shipping', 'Mailing', 'Other'].map((kind) =>
  addressParts.map((part) => kind + part),
)
const partsOfAddresses: ReadonlySet<string> = new Set(addresses.flat())

const isBlank = (value: FieldValue | undefined): boolean => value === undefined || value === null || value === ''

/**
 * The fields of the master that a merge changes: what somebody chose, else the master's own value, blanks filled
 * from the others, the latest changed first. Addresses are filled as a whole; opt-outs are true as soon as one is;
 * a chosen status brings its reasons along; the first contact and the last activity are those of all.
 */
export function chosenValues(
  definition: ObjectDefinition,
  master: StoredRecord,
  losers: readonly StoredRecord[],
  chosen: FieldValues,
): FieldValues {
  const byRecency = losers.toSorted(
    (a, b) => momentOf(b['LastModifiedDate']) - momentOf(a['LastModifiedDate']) || b.Id - a.Id,
  )
  const merged = new Set<FieldValue>([master, ...losers].map(({ Id }) => Id))
  const values: Record<string, FieldValue> = Object.fromEntries(
    Object.entries(chosen).filter(([, value]) => !merged.has(value)),
  )
  for (const field of definition.fields) {
    if (isFillable(field) && values[field.name] === undefined && isBlank(master[field.name])) {
      // A reference to a record of this merge would point to itself or into the recycle bin.
      const source = byRecency.find((loser) => !isBlank(loser[field.name]) && !merged.has(loser[field.name] ?? null))
      if (source) values[field.name] = source[field.name] ?? null
    }
  }
  for (const parts of addresses)
    Object.assign(
      values,
      filledAddress(
        parts.filter((part) => definition.field.has(part.toLowerCase())),
        master,
        byRecency,
        chosen,
      ),
    )
  for (const [field, followers] of Object.entries(companions))
    Object.assign(values, broughtAlong(definition, field, followers, values, master, byRecency))
  return { ...values, ...extremes(definition, master, losers), ...survivingOptOuts(definition, master, losers) }
}

const momentOf = (value: FieldValue | undefined): number => (value instanceof Date ? value.getTime() : 0)

const isFillable = (field: Field): boolean =>
  !isDerived(field) &&
  field.readOnly === undefined &&
  field.type !== 'boolean' &&
  field.type !== 'id' &&
  !dependents.has(field.name) &&
  !partsOfAddresses.has(field.name)

/** A blank address takes a whole one; a half-known one only takes what completes it. */
function filledAddress(
  parts: readonly string[],
  master: StoredRecord,
  others: readonly StoredRecord[],
  chosen: FieldValues,
): FieldValues {
  if (parts.length === 0 || parts.some((part) => chosen[part] !== undefined)) return {}
  const agrees = (other: StoredRecord): boolean =>
    parts.every((part) => isBlank(master[part]) || isBlank(other[part]) || master[part] === other[part])
  const source = others.find(
    (other) => parts.some((part) => isBlank(master[part]) && !isBlank(other[part])) && agrees(other),
  )
  if (!source) return {}
  return Object.fromEntries(
    parts.flatMap((part) => (isBlank(master[part]) && !isBlank(source[part]) ? [[part, source[part] ?? null]] : [])),
  )
}

function broughtAlong(
  definition: ObjectDefinition,
  field: string,
  followers: readonly string[],
  values: FieldValues,
  master: StoredRecord,
  others: readonly StoredRecord[],
): FieldValues {
  const value = values[field]
  if (value === undefined || value === master[field]) return {}
  const source = others.find((other) => other[field] === value)
  if (!source) return {}
  return Object.fromEntries(
    followers.flatMap((name) =>
      values[name] === undefined && definition.field.has(name.toLowerCase()) ? [[name, source[name] ?? null]] : [],
    ),
  )
}

/** The first contact and the last activity are those of all records together. */
function extremes(definition: ObjectDefinition, master: StoredRecord, losers: readonly StoredRecord[]): FieldValues {
  const values: Record<string, FieldValue> = {}
  for (const [name, pick] of [
    ['FirstContactedDate', 'least'],
    ['LastActivityDate', 'greatest'],
  ] as const) {
    const field = definition.field.get(name.toLowerCase())
    if (!field || isDerived(field)) continue
    const known = [master, ...losers].map((record) => record[name]).filter((value) => !isBlank(value))
    const sorted = known.toSorted((a, b) => (comparable(a) < comparable(b) ? -1 : 1))
    const value = pick === 'least' ? sorted[0] : sorted.at(-1)
    if (value !== undefined && comparable(value) !== comparable(master[name])) values[name] = value
  }
  return values
}

const comparable = (value: FieldValue | undefined): string =>
  value instanceof Date ? value.toISOString() : String(value ?? '')

const survivingOptOuts = (
  definition: ObjectDefinition,
  master: StoredRecord,
  losers: readonly StoredRecord[],
): FieldValues =>
  Object.fromEntries(
    optOuts.flatMap((name) =>
      definition.field.has(name.toLowerCase()) && [master, ...losers].some((record) => record[name] === true)
        ? [[name, true]]
        : [],
    ),
  )
