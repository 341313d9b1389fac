import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { readConfig } from './config.ts'
import { secretKeyOf } from './secretKey.ts'

let folder = ''

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'assay-key-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const keyOf = (secretKey: string | undefined, dataFolder = folder) => secretKeyOf({ secretKey, dataFolder })
const [one, other] = ['one key of at least 32 characters', 'another one of at least 32 characters']

test('what is locked opens with the same key for the same purpose, and not otherwise', async () => {
  const key = await keyOf(one)
  const locked = key.lock('für niemanden', 'letters')
  assert.doesNotMatch(Buffer.from(locked, 'base64url').toString('latin1'), /niemanden/)
  assert.notEqual(key.lock('für niemanden', 'letters'), locked)
  assert.equal(key.unlock(locked, 'letters'), 'für niemanden')
  assert.throws(() => key.unlock(locked, 'numbers'))
  assert.throws(() => key.unlock(`${locked.slice(0, -2)}AA`, 'letters'))
  assert.throws(() => key.unlock(locked.slice(0, 20), 'letters'))
  const stranger = await keyOf(other)
  assert.notEqual(stranger.name, key.name)
  assert.throws(() => stranger.unlock(locked, 'letters'))
})

test('without a key in the environment one is made in the data folder, once, for its owner alone', async () => {
  const inside = path.join(folder, 'data')
  const [first, again] = await Promise.all([keyOf(undefined, inside), keyOf(undefined, `${inside}/.`)])
  assert.equal(again.name, first.name)
  assert.deepEqual(await readdir(inside), ['secret-key'])
  assert.equal((await stat(path.join(inside, 'secret-key'))).mode & 0o777, 0o600)
})

test('a key that could be guessed is refused', () => {
  assert.throws(() => readConfig({ ASSAY_SECRET_KEY: 'short' }), /at least 32 characters/)
})
