import type { FastifyReply } from 'fastify'
import { pagePolicy } from './html.ts'

/** Sends a page of ours to a visitor: nothing runs on it, and nobody keeps it. */
export const sendPage = (
  reply: FastifyReply,
  text: string,
  { status = 200, formTargets = [] }: { readonly status?: number; readonly formTargets?: readonly string[] } = {},
): FastifyReply =>
  reply
    .code(status)
    .header('content-security-policy', pagePolicy(formTargets))
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(text)
