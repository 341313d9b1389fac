import type { App } from '../../ground/http/edge.ts'

/** Remembers the addresses of the routes that are added from here on; answers which verbs one of them takes. */
export function rememberAddresses(app: App, anywhere: string): (address: string) => readonly string[] {
  const known: { readonly pattern: RegExp; readonly verbs: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    if (url !== anywhere) known.push({ pattern: patternOf(url), verbs: [method].flat() })
  })
  return (address) => [...new Set(known.flatMap(({ pattern, verbs }) => (pattern.test(pathOf(address)) ? verbs : [])))]
}

const pathOf = (address: string): string => address.split('?', 1)[0] ?? ''

const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${RegExp.escape(url)
      .replace(/:\w+/g, '[^/]+')
      .replaceAll('\\*', '.+')
      .replace(/\\x3a\w+/g, '[^/]+')}$`,
  )
