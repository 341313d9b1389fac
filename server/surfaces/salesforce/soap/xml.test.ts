import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ClientFault } from './clientFault.ts'
import { escaped, xmlReader, type XmlElement } from './xml.ts'
import { anyText as anyCharacters } from '../../../../test/support/texts.ts'

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('<', '>', '&', ']]>', '"', '\r', '\n', '\u0000', '🦘'),
    anyCharacters({ minLength: 1, maxLength: 3 }),
  ),
})

/** Reads a text that comes in pieces of these lengths. */
function read(xml: string, lengths: readonly number[]): XmlElement {
  const reader = xmlReader()
  let at = 0
  for (const length of lengths) reader.write(xml.slice(at, (at += length)))
  reader.write(xml.slice(at))
  return reader.end()
}

test('text that was written is read the same, however it is cut into pieces', () => {
  fc.assert(
    fc.property(anyText, fc.array(fc.nat(20), { maxLength: 20 }), (text, lengths) => {
      const writable = text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      const { text: same, children } = read(`<a>${escaped(text)}</a>`, lengths)
      assert.equal(same, writable)
      assert.equal(children.length, 0)
    }),
  )
})

test('whatever comes in is read or refused, and nothing else happens', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<a>',
      '</a>',
      '<b:c xsi:nil="true"/>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?x ?>',
      '&lt;',
      '&x;',
      '<!DOCTYPE a>',
      '<a a="',
      '"',
    ),
    anyCharacters({ maxLength: 4 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        assert.ok(read(pieces.join(''), []).name.length > 0)
      } catch (error) {
        assert.ok(error instanceof ClientFault, String(error))
      }
    }),
    { numRuns: 1000 },
  )
})

test('prefixes are left out, and what is nil or of a type says so', () => {
  const root = read(
    '<e:a xmlns:e="x" type="y"><b xsi:nil="1" xsi:type="sf:Lead"> </b><e:c>1<!-- no -->2<![CDATA[<3>]]></e:c></e:a>',
    [],
  )
  assert.equal(root.name, 'a')
  assert.equal(root.type, undefined)
  assert.deepEqual(
    root.children.map(({ name, type, isNil, text }) => [name, type, isNil, text]),
    [
      ['b', 'Lead', true, ' '],
      ['c', undefined, false, '12<3>'],
    ],
  )
})
