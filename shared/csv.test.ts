import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { csvLine, harmless } from './csv.ts'

test('what a spreadsheet would run is shown as text, and numbers and phones stay what they are', () => {
  for (const text of ['=1+1', '+cmd|calc', '-2+3+cmd', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x")'])
    assert.equal(harmless(text), `'${text}`)
  for (const text of ['＝1+1', '＋cmd', '－2+3', '＠SUM(A1)', '+1-415-555-0100', '-1/2', '+3 + 4', '-(1)*(2)'])
    assert.equal(harmless(text), `'${text}`)
  for (const text of ['+46701234567', '-12.50', '+1 415 555 0100', '+49 (89) 12-34', '-1,234.5', '+3%', 'a=b', ''])
    assert.equal(harmless(text), text)
})

test('a million digits behind a sign are text, and take no longer than others', () => {
  const digits = `-${'1'.repeat(1_000_000)}`
  for (const text of [`${digits}x`, digits, `+${' '.repeat(1_000_000)}1`]) assert.equal(harmless(text), `'${text}`)
})

test('no cell of a line begins a formula, whatever it holds', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
      for (const cell of cells) assert.ok(!/^[=@\t\r\n＝＋－＠]/.test(harmless(cell)))
      assert.ok(csvLine(cells).endsWith('\r\n'))
    }),
  )
})

test('quotes stand where they must, and nowhere else', () => {
  assert.equal(csvLine(['a', 'b,c', 'say "hi"', null, 3, true, ' x']), 'a,"b,c","say ""hi""",,3,true," x"\r\n')
})
