import { orgsWithCalls, takeUse } from '../../server/ground/oauth/use.ts'
import type { App } from '../../server/ground/http/edge.ts'
import { rooms } from '../../server/rooms.ts'
import { readConfig, type Config } from '../../server/platform/config.ts'
import type { Database } from '../../server/platform/tx.ts'
import { buildServer } from '../../server/surfaces/http/server.ts'
import { answersFit } from './answersFit.ts'

/** What a story's server is made of; with nothing of its own it may be one that served another story before. */
type AppOrder = {
  readonly db: Database
  readonly environment: Readonly<Record<string, string>>
  readonly more: readonly ((app: App) => void)[]
}

export type OpenedApp = {
  readonly app: App
  /** Answers what was not as its route says, each once. */
  readonly close: () => Promise<readonly string[]>
}

type Built = {
  readonly app: App
  readonly surroundings: { db: Database; readonly config: Config }
  readonly untrue: string[]
  readonly isClosed: () => boolean
}

/** No test leaves a key in a folder. */
const SECRET_KEY = 'a key of tests, known to everybody'

const idle: Built[] = []

/** A server on this database. To build one costs more than most stories, so the next story takes over the usual one. */
export async function openApp(order: AppOrder): Promise<OpenedApp> {
  const isUsual = order.more.length === 0 && Object.keys(order.environment).length === 0
  const built = (isUsual ? idle.pop() : undefined) ?? (await build(order))
  const { app, surroundings, untrue } = built
  surroundings.db = order.db
  return {
    app,
    close: async () => {
      // One that listened has connections that belong to its story.
      if (!isUsual || built.isClosed() || app.server.listening) await app.close()
      else {
        // Calls that were counted and not written yet go with their database.
        for (const org of orgsWithCalls(order.db)) takeUse(order.db, org)
        idle.push(built)
      }
      return [...new Set(untrue.splice(0))].sort()
    },
  }
}

async function build({ db, environment, more }: AppOrder): Promise<Built> {
  const config = readConfig({ ASSAY_URL: 'http://assay.test', ASSAY_SECRET_KEY: SECRET_KEY, ...environment })
  const surroundings = { db, config }
  const untrue: string[] = []
  let isClosed = false
  const noteClose = (opened: App): void => void opened.addHook('onClose', async () => void (isClosed = true))
  const app = await buildServer(surroundings, [answersFit(untrue), noteClose, ...more, ...rooms])
  return { app, surroundings, untrue, isClosed: () => isClosed }
}
