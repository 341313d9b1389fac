import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf } from './device.ts'

test('a session is named by its browser and system, and a program stays a program', () => {
  assert.equal(
    deviceOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0'),
    'Firefox on Windows',
  )
  assert.equal(
    deviceOf(
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    ),
    'Safari on macOS',
  )
  assert.equal(
    deviceOf('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0'),
    'Edge on Linux',
  )
  assert.equal(deviceOf('curl/8.5.0'), 'A program')
  assert.equal(deviceOf(null), 'A program')
})
