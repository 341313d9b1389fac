import assert from 'node:assert/strict'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { aCommandLine, type CommandLine } from './commandLine.ts'

let line: CommandLine

before(async () => {
  line = await aCommandLine()
  await line.sf('org', 'login', 'access-token', '--instance-url', line.server.url, '--no-prompt', '--alias', 'loc')
  await write('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }))
})
after(() => line.close())

const OBJECTS = 'force-app/main/default/objects'

async function write(name: string, text: string): Promise<void> {
  const whole = path.join(line.folder, name)
  await mkdir(path.dirname(whole), { recursive: true })
  await writeFile(whole, text)
}

const file = (root: string, inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</${root}>`

test('it deploys an object with its fields, and retrieves them as they were', async () => {
  const nameField = '<nameField><label>Name</label><type>Text</type></nameField>'
  await write(
    `${OBJECTS}/Crane__c/Crane__c.object-meta.xml`,
    file(
      'CustomObject',
      `<deploymentStatus>Deployed</deploymentStatus><label>Crane</label>${nameField}<pluralLabel>Cranes</pluralLabel><sharingModel>ReadWrite</sharingModel>`,
    ),
  )
  await write(
    `${OBJECTS}/Crane__c/fields/Lift__c.field-meta.xml`,
    file(
      'CustomField',
      '<fullName>Lift__c</fullName><label>Lift (t)</label><precision>8</precision><scale>1</scale><type>Number</type>',
    ),
  )
  await line.sf('project', 'deploy', 'start', '-o', 'loc', '-d', 'force-app')
  await line.sf('data', 'create', 'record', '-o', 'loc', '-s', 'Crane__c', '-v', "Name='One' Lift__c=2.5")
  await rm(path.join(line.folder, OBJECTS), { recursive: true })
  await line.sf('project', 'retrieve', 'start', '-o', 'loc', '-m', 'CustomObject:Crane__c')
  const field = await readFile(path.join(line.folder, OBJECTS, 'Crane__c/fields/Lift__c.field-meta.xml'), 'utf8')
  assert.match(field, /<label>Lift \(t\)<\/label>/)
})

test('a field that is not kept here is refused by name', async () => {
  await write(
    `${OBJECTS}/Lead/fields/Place__c.field-meta.xml`,
    file('CustomField', '<fullName>Place__c</fullName><label>Place</label><type>Location</type>'),
  )
  const { status, said } = await line.refused('project', 'deploy', 'start', '-o', 'loc', '-d', 'force-app')
  assert.notEqual(status, 0)
  assert.match(said, /Lead\.Place__c/)
})
