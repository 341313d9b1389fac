import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import '../../../doors.ts'
import { anOrg } from '../../../../test/support/builders.ts'
import { rolledBack } from '../../../../test/support/database.ts'
import { catalogueOf } from '../catalogue.ts'
import { childRelationshipsIn } from './relationships.ts'

const SCHEMA = path.join(import.meta.dirname, '../../../../../shared/data/clients/core-standard-schema.json')

type Schema = {
  readonly objects: Readonly<
    Record<
      string,
      {
        readonly ChildRelationships: Readonly<Record<string, string>>
        readonly ParentReferences: Readonly<Record<string, string>>
      }
    >
  >
}

test(
  'what hangs on a standard object bears the name the field gives it',
  { skip: existsSync(SCHEMA) ? false : `the public schema is not here: ${path.basename(SCHEMA)} is missing` },
  () =>
    rolledBack(async (tx) => {
      await anOrg(tx)
      const { objects }: Schema = JSON.parse(readFileSync(SCHEMA, 'utf8'))
      const catalogue = await catalogueOf(tx)
      const wrong: string[] = []
      let compared = 0
      for (const definition of catalogue.all) {
        const standard = objects[definition.name]
        if (standard === undefined) continue
        for (const { name, definition: child } of childRelationshipsIn(catalogue, definition)) {
          compared++
          const known = standard.ChildRelationships[name]
          if (known !== `SObjectDefinition$${child.name}`)
            wrong.push(`${definition.name}.${name} is ${child.name}, not ${known}`)
        }
      }
      assert.ok(compared > 20, `only ${compared} were compared`)
      // Ours alone: the field's campaigns have no notes, its deals no payments. Influence is there where an org's models are switched on.
      const influence = ['Campaign', 'Contact', 'Opportunity'].map(
        (name) => `${name}.CampaignInfluences is CampaignInfluence, not undefined`,
      )
      assert.deepEqual(
        wrong.toSorted(),
        [
          'Campaign.Notes is Note, not undefined',
          'Campaign.NotesAndAttachments is NoteAndAttachment, not undefined',
          'Opportunity.Payments is Payment, not undefined',
          ...influence,
        ].toSorted(),
      )
    }),
)

test('every name of what hangs on an object is there once', () =>
  rolledBack(async (tx) => {
    await anOrg(tx)
    const catalogue = await catalogueOf(tx)
    for (const definition of catalogue.all) {
      const names = childRelationshipsIn(catalogue, definition).map(({ name }) => name.toLowerCase())
      assert.deepEqual(names, [...new Set(names)], definition.name)
    }
  }))
