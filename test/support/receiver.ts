import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { LONGEST_WAIT_MS } from './until.ts'

/** Something a web hook sent. */
export type Received = {
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
  readonly told: Told
}

export type Told = {
  readonly id: string
  readonly type: string
  readonly records: readonly {
    readonly object: string
    readonly id: string
    readonly changed?: readonly string[]
    readonly fields?: Readonly<Record<string, unknown>>
  }[]
  readonly conversions?: readonly Readonly<Record<string, string | null>>[]
}

type Answering = (received: Received, response: http.ServerResponse) => void

/** A program elsewhere that web hooks are sent to. */
export type Receiver = {
  readonly url: string
  readonly received: Received[]
  /** How it answers from now on; it takes everything unless said. */
  answerWith: (answering: Answering) => void
  /** The next it is sent that is so. */
  readonly next: (isSo: (one: Received) => boolean) => Promise<Received>
  readonly close: () => Promise<void>
}

const takes: Answering = (_, response) => void response.writeHead(204).end()

export async function aReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  let answering = takes
  const take = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(Buffer.from(part))
    const body = Buffer.concat(parts).toString()
    const one: Received = { headers: request.headers, body, told: JSON.parse(body) }
    received.push(one)
    answering(one, response)
    for (const look of waiting) look()
  }
  const server = http.createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answerWith: (how) => void (answering = how),
    next: (isSo) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('Nothing like it was sent.')), LONGEST_WAIT_MS)
        const look = (): void => {
          const found = received.find(isSo)
          if (found === undefined) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
