// A program that holds a data folder's PostgreSQL until it is told to stop, for tests that kill it.
import { startPostgres } from '../../server/platform/postgres/embedded.ts'

const [dataFolder = ''] = process.argv.slice(2)
try {
  const postgres = await startPostgres({ dataFolder, settings: { fsync: 'off' } })
  const stillHere = setInterval(() => undefined, 60_000)
  process.once('SIGTERM', () => {
    clearInterval(stillHere)
    void postgres.stop()
  })
  process.stdout.write(`${JSON.stringify(postgres.connection)}\n`)
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
