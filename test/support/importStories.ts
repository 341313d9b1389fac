import assert from 'node:assert/strict'
import { decodeId } from '../../shared/ids.ts'
import { importing } from '../../server/doors.ts'
import { importJobs } from '../../server/surfaces/imports/imports.jobs.ts'
import { workImport } from '../../server/surfaces/imports/writing/run.ts'
import { undoImport } from '../../server/surfaces/imports/writing/undo.ts'
import type { ImportOptions } from '../../server/surfaces/imports/import.ts'
import { aServer, type TestServer } from './server.ts'

export type Shown = {
  readonly Id: string
  readonly object: string | null
  readonly state: string
  readonly problem: string | null
  readonly mends: string | null
  readonly mended: number
  readonly counts: Readonly<Record<'read' | 'created' | 'updated' | 'known' | 'skipped' | 'refused', number>>
  readonly mapping: readonly { readonly column: string; readonly field: string | null; readonly reason: string }[]
  readonly options: ImportOptions
  readonly layout: { readonly encoding: string; readonly sheets: readonly string[]; readonly sheet: string | null }
}

type Sent = { readonly object?: string; readonly options?: ImportOptions }

/** A server whose imports are sent, started and worked off through HTTP, for stories about files. */
export type ImportStories = {
  readonly server: TestServer
  readonly admin: { readonly authorization: string }
  readonly send: (name: string, content: string | Buffer, more?: Sent) => ReturnType<TestServer['call']>
  /** Sends what must be taken in. */
  readonly opened: (name: string, content: string | Buffer, more?: Sent) => Promise<Shown>
  readonly get: (url: string) => ReturnType<TestServer['call']>
  readonly post: (url: string, body?: unknown) => ReturnType<TestServer['call']>
  readonly shown: (id: string) => Promise<Shown>
  /** Starts an import and carries it to its end. */
  readonly carried: (id: string) => Promise<Shown>
  readonly takenBack: (id: string) => Promise<Shown>
  /** The file of refused rows, without its mark. */
  readonly errorsOf: (id: string) => Promise<string>
}

export async function importStories(): Promise<ImportStories> {
  importJobs(importing)()
  const server = await aServer()
  const admin = await server.as('administrator')
  const get = (url: string) => server.call('GET', url, { headers: admin })
  const post = (url: string, body?: unknown) => server.call('POST', url, { headers: admin, body })
  const shown = async (id: string) => (await get(`/api/imports/${id}`)).json<Shown>()
  const workshop = { db: server.db, ...importing }
  const begun = async (id: string, act: string): Promise<number> => {
    const answer = await post(`/api/imports/${id}/${act}`)
    assert.equal(answer.statusCode, 200, answer.body)
    return decodeId(id) ?? 0
  }
  const send: ImportStories['send'] = (name, content, { object, options } = {}) => {
    const query = new URLSearchParams({ name })
    if (object !== undefined) query.set('object', object)
    if (options !== undefined) query.set('options', JSON.stringify(options))
    return server.app.inject({
      method: 'POST',
      url: `/api/imports?${query.toString()}`,
      headers: { ...admin, 'content-type': 'application/octet-stream' },
      payload: content,
    })
  }
  return {
    server,
    admin,
    send,
    get,
    post,
    shown,
    opened: async (name, content, more) => {
      const answer = await send(name, content, more)
      assert.equal(answer.statusCode, 201, answer.body)
      return answer.json<Shown>()
    },
    carried: async (id) => {
      await workImport(workshop, server.org, await begun(id, 'start'))
      return shown(id)
    },
    takenBack: async (id) => {
      await undoImport(workshop, server.org, await begun(id, 'undo'))
      return shown(id)
    },
    errorsOf: async (id) => (await get(`/api/imports/${id}/errors`)).body.replace(/^\ufeff/, ''),
  }
}
