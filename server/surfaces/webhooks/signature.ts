import { createHmac } from 'node:crypto'

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 under the hook's secret of the seconds, a dot and the body. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
