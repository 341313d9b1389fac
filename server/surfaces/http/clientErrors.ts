import type { Socket } from 'node:net'

type Answer = { readonly status: string; readonly code: string; readonly message: string }

const answers: Readonly<Record<string, Answer>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'address_too_long',
    message: 'The address or the headers of this request are longer than 256 KB. Send less at a time.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'request_too_slow',
    message: 'The request took too long to arrive. Send it again.',
  },
}

const malformed: Answer = {
  status: '400 Bad Request',
  code: 'malformed_request',
  message: 'This is not a request as HTTP knows it.',
}

/** Answers what never became a request in the form of every other answer, and ends the connection. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const { status, code, message } = answers[error.code ?? ''] ?? malformed
  const body = JSON.stringify({ errors: [{ code, message }] })
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
