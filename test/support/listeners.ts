/** What is needed of a listener of jsforce's, which is one of faye's, to let it go. */
export type Listener = {
  connect: () => void
  handshake: () => void
  readonly _dispatcher: {
    readonly _envelopes: Readonly<Record<string, { readonly timer?: NodeJS.Timeout }>>
    readonly close: () => void
  }
}

/** Ends listeners for good: jsforce has no verb for it, and they would ask for ever. `streaming` keeps those of its topics to itself. */
export function letGo(streaming: unknown, listeners: readonly Listener[]): void {
  const kept = (streaming as { readonly _fayeClients: Readonly<Record<string, Listener>> })['_fayeClients']
  for (const one of [...Object.values(kept), ...listeners]) {
    one.connect = one.handshake = () => undefined
    const dispatcher = one['_dispatcher']
    for (const { timer } of Object.values(dispatcher['_envelopes'])) clearTimeout(timer)
    dispatcher.close()
  }
}
