import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.join(import.meta.dirname, '..', '..')

export type Import = {
  /** A file of the project by its path from the root, or a package's name. */
  readonly target: string
  readonly isPackage: boolean
  /** Nothing of it is left when the program runs. */
  readonly isTypeOnly: boolean
}

export type Source = {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
  /** The text with its comments blanked, line for line. */
  readonly code: string
  readonly imports: readonly Import[]
}

const TEXT =
  /\.(ts|tsx|mjs|js|json|sql|md|css|html|yml|yaml|sh|svg|txt)$|^\.[a-z]+rc(\.json)?$|^\.ci\/run$|^\.gitignore$/

/** Every text file of the project that is, or may become, part of a commit. */
export function readTexts(): readonly { readonly path: string; readonly text: string }[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return listed
    .split('\0')
    .filter((file) => TEXT.test(file) && isFile(file))
    .map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }))
}

/** The program itself: TypeScript, with what each file imports. */
export const readSources = (): readonly Source[] =>
  readTexts()
    .filter(({ path: file }) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.ts'))
    .map(({ path: file, text }) => {
      const code = withoutComments(text)
      return { path: file, text, code, imports: importsOf(file, code) }
    })

/** The line numbers (from 1) where the pattern is found. */
export const linesWith = (text: string, pattern: RegExp): readonly number[] =>
  text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []))

function isFile(file: string): boolean {
  try {
    return statSync(path.join(ROOT, file)).isFile()
  } catch {
    return false
  }
}

/** Comments become spaces; strings and templates are passed over, so that a URL's slashes are no comment. */
function withoutComments(text: string): string {
  const pattern =
    /\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g
  return text.replace(pattern, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found))
}

function importsOf(file: string, code: string): readonly Import[] {
  const written = /^\s*(?:import|export)\s+(type\s)?([^'"`;]*?\sfrom\s+)?['"]([^'"\n]+)['"]/gm
  const called = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g
  return [
    ...[...code.matchAll(written)].map(([, type, names = '', specifier = '']) =>
      importOf(file, specifier, type !== undefined || hasOnlyTypes(names)),
    ),
    ...[...code.matchAll(called)].map(([, specifier = '']) => importOf(file, specifier, false)),
  ]
}

function hasOnlyTypes(names: string): boolean {
  const listed = /^\s*\{([^}]*)\}\s*from\s+$/
    .exec(names)?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return listed !== undefined && listed.length > 0 && listed.every((name) => name.startsWith('type '))
}

function importOf(file: string, specifier: string, isTypeOnly: boolean): Import {
  const isPackage = !specifier.startsWith('.')
  const target = isPackage ? packageName(specifier) : path.posix.join(path.posix.dirname(file), specifier)
  return { target, isPackage, isTypeOnly }
}

const packageName = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
