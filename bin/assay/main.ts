import { WrongUse, type Runnable } from './command.ts'
import { says } from './says.ts'

/** Loaded only when called for, each with the part of the server it needs. */
const commands: Readonly<Record<keyof typeof says, () => Promise<Runnable>>> = {
  import: async () => (await import('./import.ts')).importCommand,
  match: async () => (await import('./match.ts')).matchCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  'migrate-from-salesforce': async () => (await import('./migrate.ts')).migrateCommand,
  'token create': async () => (await import('./token.ts')).tokenCreate,
  'user create': async () => (await import('./user.ts')).userCreate,
  'user reset': async () => (await import('./userReset.ts')).userReset,
  'campaigns recount': async () => (await import('./campaigns.ts')).campaignsRecount,
  'org create': async () => (await import('./org.ts')).orgCreate,
}

/** Carries out what was typed, says what came of it, and answers the exit status; never throws. */
export async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    const [word, second] = args
    if (word === undefined || word === '--help' || word === '-h' || word === 'help')
      return await help(args[1] === undefined ? undefined : args.slice(1))
    const name = [`${word} ${second ?? ''}`, word].find(isCommand)
    if (name === undefined) throw new WrongUse(`There is no command '${word}'.`)
    const rest = args.slice(name.split(' ').length)
    if (rest.includes('--help') || rest.includes('-h')) return await help([name])
    return await (await load(name)).run(rest)
  } catch (error) {
    return told(error)
  }
}

async function help(words: readonly string[] | undefined): Promise<0> {
  if (words === undefined) {
    const lines = Object.entries(says).map(([name, sentence]) => `  ${name.padEnd(25)}${sentence}`)
    process.stdout.write(
      `npm run assay -- COMMAND\n\n${lines.join('\n')}\n\nHow one is used: npm run assay -- COMMAND --help\n`,
    )
    return 0
  }
  process.stdout.write((await load(words.join(' '))).usage)
  return 0
}

async function load(name: string): Promise<Runnable> {
  if (!isCommand(name)) throw new WrongUse(`There is no command '${name}'.`)
  return commands[name]()
}

function isCommand(name: string): name is keyof typeof says {
  return Object.hasOwn(says, name)
}

/** A sentence for who typed it; where it happened only helps who asked for it. */
function told(error: unknown): 1 | 2 {
  const sentence = error instanceof Error ? error.message : String(error)
  if (error instanceof WrongUse) {
    process.stderr.write(`${sentence} See npm run assay -- --help\n`)
    return 2
  }
  const detailed = process.env.LOG_LEVEL === 'debug' && error instanceof Error ? error.stack : undefined
  process.stderr.write(`${detailed ?? sentence}\n`)
  return 1
}
