import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { AccountFacts, PersonFacts } from '../../../server/ground/people/facts.ts'

const folder = new URL('../../../../shared/data/matching/', import.meta.url)

/** Records of which it is known which are one: those with the same entity. */
export type TruthSet = {
  readonly name: string
  readonly entities: readonly string[]
} & (
  | { readonly kind: 'persons'; readonly facts: readonly PersonFacts[] }
  | { readonly kind: 'accounts'; readonly facts: readonly AccountFacts[] }
)

type Row = Readonly<Record<string, string>>

/** A public file with known truth; the truth is looked at only when the pairs are said. */
interface TruthFile {
  readonly name: string
  readonly path: string
  readonly facts: (row: Row) => PersonFacts
  readonly entity: (row: Row) => string
}

const febrl = (row: Row): PersonFacts => ({
  firstName: row['given_name'],
  lastName: row['surname'],
  street: `${row['street_number']} ${row['address_1']} ${row['address_2']}`.trim(),
  city: row['suburb'],
  postalCode: row['postcode'],
  country: 'Australia',
})

const febrlEntity = (row: Row): string => row['rec_id']?.split('-')[1] ?? ''

const files: readonly TruthFile[] = [
  { name: 'FEBRL 1 (no birth date, no number)', path: 'febrl/dataset1.csv.gz', facts: febrl, entity: febrlEntity },
  { name: 'FEBRL 2 (no birth date, no number)', path: 'febrl/dataset2.csv.gz', facts: febrl, entity: febrlEntity },
  {
    name: 'fake_1000',
    path: 'fake_1000/fake_1000.csv',
    facts: (row) => ({
      firstName: row['first_name'],
      lastName: row['surname'],
      city: row['city'],
      email: row['email'],
      birthdate: row['dob'],
    }),
    entity: (row) => row['cluster'] ?? '',
  },
]

/** The public files that are there; of the others a line says that they are not. */
export function truthFiles(): TruthSet[] {
  return files.flatMap(({ name, path, facts, entity }): TruthSet[] => {
    const address = new URL(path, folder)
    if (!existsSync(address)) {
      console.log(`${name}: skipped, ${path} is not there`)
      return []
    }
    const bytes = readFileSync(address)
    const rows: Row[] = parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, trim: true })
    return [{ name, kind: 'persons', facts: rows.map(facts), entities: rows.map(entity) }]
  })
}
