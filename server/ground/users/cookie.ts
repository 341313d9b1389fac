import type { Config } from '../../platform/config.ts'
import { LONGEST_SESSION_MS } from './sessions.ts'

const isSecure = ({ publicUrl }: Pick<Config, 'publicUrl'>): boolean => publicUrl.startsWith('https:')

/** Over https the name itself makes browsers refuse a cookie that another host or plain http tries to plant. */
export const sessionCookie = (config: Pick<Config, 'publicUrl'>): string =>
  isSecure(config) ? '__Host-assay_session' : 'assay_session'

export const sessionCookieOptions = (config: Pick<Config, 'publicUrl'>) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(config), maxAge: LONGEST_SESSION_MS / 1000 }) as const
