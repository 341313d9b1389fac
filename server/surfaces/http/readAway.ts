import type { IncomingMessage } from 'node:http'
import type { App } from '../../ground/http/edge.ts'

const MOST_BYTES = 256 * 1024 * 1024
const LONGEST_MS = 10_000

/**
 * Lets the rest of a refused body come in and drops it, piece by piece. Most programs read an answer only after
 * they sent everything; a connection closed before that tells them nothing of the reason.
 */
export function readAway(request: IncomingMessage): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return Promise.resolve()
  return new Promise((resolve) => {
    let bytes = 0
    const timer = setTimeout(finish, LONGEST_MS)
    function finish(): void {
      clearTimeout(timer)
      request.off('data', drop).off('end', finish).off('close', finish)
      resolve()
    }
    function drop(chunk: Buffer): void {
      bytes += chunk.length
      if (bytes > MOST_BYTES) finish()
    }
    request.on('data', drop).once('end', finish).once('close', finish)
    if (request.complete || request.readableEnded || request.destroyed) finish()
    else request.resume()
  })
}

/**
 * What of an answered request is still on the wire comes in and is dropped. Node does so by itself, but not where somebody had begun
 * to read: the next request on that connection would wait behind the rest until the connection is given up, a minute later.
 */
export function dropWhatIsLeft(app: App): void {
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    if (!raw.complete && !raw.destroyed) raw.unpipe().resume()
    done()
  })
}
