import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { asMeant, csvLine, harmless } from './csv.ts'

const signs = ['=', '+', '-', '@', ';', ',', '"', '\t', '\r', '\n', ' ', 'a', '1', '\u200b']
const hostile = fc.string({ unit: fc.constantFrom(...signs) })

test('what a spreadsheet would run is shown as text, and numbers and phones stay what they are', () => {
  for (const text of [
    '=1+1',
    '+cmd|calc',
    '-2+3+cmd',
    '@SUM(A1)',
    ' =1+1',
    '\ufeff=1',
    '\tcmd',
    '=HYPERLINK("http://x")',
  ])
    assert.equal(harmless(text), `'${text}`)
  for (const text of ['＝1+1', '＋cmd', '－2+3', '＠SUM(A1)', '+1-415-555-0100', '-1/2', '+3 + 4', '-(1)*(2)'])
    assert.equal(harmless(text), `'${text}`)
  for (const text of ['+46701234567', '-12.50', '+1 415 555 0100', '+49 (89) 12-34', '-1,234.5', '+3%', 'a=b', ''])
    assert.equal(harmless(text), text)
})

test('where a spreadsheet takes another character for the delimiter, no cell of its own begins a formula either', () => {
  assert.equal(harmless('Lind;=cmd|x;b'), "Lind;'=cmd|x;b")
  assert.equal(harmless('Lind; @SUM(A1)\n=1+1\r\n-cmd'), "Lind;' @SUM(A1)\n'=1+1\r\n'-cmd")
  assert.equal(harmless('\t=1'), "'\t'=1")
  for (const text of ['a;b', 'a; -5', '1;+46701234567', 'a\n+49 89 123']) assert.equal(harmless(text), text)
  assert.equal(csvLine(['x', 'a;b', 'a\tb']), 'x,"a;b","a\tb"\r\n')
  fc.assert(
    fc.property(hostile, (text) => {
      for (const part of harmless(text).split(/[;\t\r\n]/)) assert.doesNotMatch(part.trim(), /^\u200b*[=@]/)
    }),
  )
})

test('what was made harmless is read as it was', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      assert.equal(asMeant(harmless(text)), text)
    }),
  )
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
