import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { anIntake, type Intake, type Json } from '../../../test/support/intake.ts'

let intake: Intake

before(async () => {
  intake = await anIntake()
})
after(() => intake.server.close())

test('an answer to a question that asks for a criterion stands in the ledger, and a no speaks against', async () => {
  const { make, post, byEmail, get } = intake
  const form = await make('/api/web-forms', {
    Name: 'Ask for a quote',
    Fields: [
      { name: 'last_name', label: 'Name', required: true },
      { name: 'email', label: 'E-mail', required: true },
      { name: 'description', label: 'What hurts?', required: false, criterion: 'Need' },
      { name: 'title', label: 'Do you decide?', required: false, criterion: 'Authority' },
      { name: 'industry', label: 'Industry', required: false, criterion: 'A criterion nobody agreed on' },
    ],
  })
  const fill = (answers: Readonly<Record<string, string>>) => post({ assay_form: String(form.Id), ...answers })
  await fill({
    last_name: 'Need',
    email: 'need@nordwind.example',
    description: 'Pumps fail',
    title: 'No',
    industry: 'Energy',
  })
  const [lead] = await byEmail('need@nordwind.example')
  const ledger = async () =>
    ((await get(`/api/leads/${String(lead?.Id)}/evidence`)).evidence as Json[])
      .map(({ criterion, value, isMet, source }) => [criterion, value, isMet, source])
      .toSorted((a, b) => String(a).localeCompare(String(b)))
  assert.deepEqual(await ledger(), [
    ['Authority', 'Do you decide?: No', false, 'form'],
    ['Need', 'What hurts?: Pumps fail', true, 'form'],
  ])
  // Asked again as somebody we know: the ledger grows, and nothing in it is overwritten.
  await fill({ last_name: 'Need', email: 'need@nordwind.example', title: 'Yes, with the board' })
  assert.equal((await ledger()).length, 3)
})
