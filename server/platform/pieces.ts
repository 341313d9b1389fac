/** What arrives, cut into pieces of this many bytes; only the last may be smaller. Holds one piece and what came with it. */
export async function* evenPieces(arriving: AsyncIterable<Uint8Array>, pieceBytes: number): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const part of arriving) {
    waiting.push(part)
    length += part.length
    if (length < pieceBytes) continue
    const all = Buffer.concat(waiting)
    const whole = length - (length % pieceBytes)
    for (let at = 0; at < whole; at += pieceBytes) yield all.subarray(at, at + pieceBytes)
    waiting = [all.subarray(whole)]
    length -= whole
  }
  if (length > 0) yield Buffer.concat(waiting)
}
