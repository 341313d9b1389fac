import type { IncomingMessage } from 'node:http'

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
