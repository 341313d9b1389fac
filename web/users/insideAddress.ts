import { paths } from '../paths.ts'

/** Where somebody was going. Only our own addresses: a link from elsewhere must not lead a person out after they signed in. */
export const insideAddress = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])/.test(next) ? next : paths.home
