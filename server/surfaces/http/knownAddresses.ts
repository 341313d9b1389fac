import type { App } from '../../ground/http/edge.ts'

/** Remembers the addresses of the routes that are added from here on; answers which verbs one of them takes. */
export function rememberAddresses(app: App, anywhere: string): (address: string) => readonly string[] {
  const added = new Map<string, readonly string[]>()
  app.addHook('onRoute', ({ url, method }) => {
    if (url !== anywhere) added.set(url, [...(added.get(url) ?? []), method].flat())
  })
  let known: readonly { readonly pattern: RegExp; readonly verbs: readonly string[] }[] | undefined
  return (address) => {
    // Made when somebody first asks for what is not there: hundreds of patterns would be a twentieth of a start.
    known ??= Array.from(added, ([url, verbs]) => ({ pattern: patternOf(url), verbs }))
    const path = pathOf(address)
    return [...new Set(known.flatMap(({ pattern, verbs }) => (pattern.test(path) ? verbs : [])))]
  }
}

const pathOf = (address: string): string => address.split('?', 1)[0] ?? ''

const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${RegExp.escape(url)
      .replace(/:\w+/g, '[^/]+')
      .replaceAll('\\*', '.+')
      .replace(/\\x3a\w+/g, '[^/]+')}$`,
  )
