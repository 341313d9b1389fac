import { parseArgs, type ParseArgsConfig } from 'node:util'

/** The command was typed in a way it does not take: exit status 2, with how it is used. */
export class WrongUse extends Error {}

/** 0: done. 1: failed, or some of it was refused. */
export type ExitStatus = 0 | 1

export type Option = {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
  readonly short?: string
  /** What stands after the option in its help: `FILE`. */
  readonly takes?: string
  readonly says: string
}

type Values<Options extends Readonly<Record<string, Option>>> = {
  readonly [Name in keyof Options]?: Options[Name] extends { type: 'boolean' }
    ? boolean
    : Options[Name] extends { multiple: true }
      ? string[]
      : string
}

export type Command<Options extends Readonly<Record<string, Option>> = Readonly<Record<string, Option>>> = {
  /** As it is typed: `token create`. */
  readonly name: string
  readonly says: string
  /** What stands after the name, in order, and must be there: `FILE`. */
  readonly takes: readonly string[]
  readonly options: Options
  /** Lines below the options in its help. */
  readonly notes?: string
  readonly run: (given: { readonly words: readonly string[]; readonly values: Values<Options> }) => Promise<ExitStatus>
}

/** A command as the others see it: read its own arguments, run, and say how it is used. */
export type Runnable = {
  readonly name: string
  readonly says: string
  readonly usage: string
  readonly run: (args: readonly string[]) => Promise<ExitStatus>
}

/** Makes a command that can be called with what was typed. Throws `WrongUse` for what it does not take. */
export function defineCommand<const Options extends Readonly<Record<string, Option>>>(
  command: Command<Options>,
): Runnable {
  return {
    name: command.name,
    says: command.says,
    usage: usageOf(command.name, command),
    run: async (args) => {
      const { values, positionals } = parsed(command, args)
      const missing = command.takes[positionals.length]
      if (missing !== undefined) throw new WrongUse(`assay ${command.name} needs ${missing}.`)
      const extra = positionals[command.takes.length]
      if (extra !== undefined) throw new WrongUse(`assay ${command.name} does not know what to make of '${extra}'.`)
      // parseArgs answers exactly what the options say; its types cannot follow a table of them.
      return command.run({ words: positionals, values: values as Values<Options> })
    },
  }
}

function parsed({ name, options }: Pick<Command, 'name' | 'options'>, args: readonly string[]) {
  const config: ParseArgsConfig['options'] = Object.fromEntries(
    Object.entries(options).map(([word, { type, multiple = false, short }]) => [
      word,
      { type, multiple, ...(short === undefined ? {} : { short }) },
    ]),
  )
  try {
    return parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true })
  } catch (error) {
    throw new WrongUse(
      `assay ${name}: ${error instanceof Error ? error.message.replace(/\. To specify a positional.*$/s, '.') : String(error)}`,
    )
  }
}

type Told = {
  readonly says: string
  readonly takes: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  readonly notes?: string
}

function usageOf(name: string, { says, takes, options, notes }: Told): string {
  const lines = Object.entries(options).map(
    ([word, option]) => [`  --${word}${option.takes === undefined ? '' : ` ${option.takes}`}`, option.says] as const,
  )
  const width = Math.max(0, ...lines.map(([left]) => left.length)) + 2
  const head = [`npm run assay -- ${[name, ...takes].join(' ')}${lines.length === 0 ? '' : ' [options]'}`, '', says]
  const listed = lines.length === 0 ? [] : ['', ...lines.map(([left, right]) => left.padEnd(width) + right)]
  return [...head, ...listed, ...(notes === undefined ? [] : ['', notes]), ''].join('\n')
}
