import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseJson } from './json.ts'

const parsed = (text: string): unknown => parseJson(Buffer.from(text))

test('whatever JSON says once is read as it is, however it is written', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      assert.deepEqual(parsed(text), JSON.parse(text))
    }),
  )
})

test('a name that stands twice in one object is refused wherever it stands, and in two objects it is not', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (name, left, right) => {
      const member = (value: unknown): string => `${JSON.stringify(name)} : ${JSON.stringify(value)}`
      assert.throws(() => parsed(`[1, {"a:\\"": [{${member(left)}, ${member(right)}}]}]`), {
        code: 'JSON_PARSER_ERROR',
      })
      assert.deepEqual(
        parsed(`[{${member(left)}}, {${member(left)}}]`),
        JSON.parse(`[{${member(left)}}, {${member(left)}}]`),
      )
    }),
  )
})

test('what is no JSON is refused with its line and column', () => {
  assert.throws(() => parsed('{\n "a": tru }'), { message: /at \[line:2, column:10\]$/ })
  assert.throws(() => parsed('{"a": 1'), { message: /^Unexpected end-of-input at \[line:1, column:8\]$/ })
  assert.throws(() => parseJson(Buffer.from([0x22, 0xff, 0x22])), { message: /UTF-8/ })
  assert.equal(parsed(' \n'), undefined)
})
