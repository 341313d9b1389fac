/** What PostgreSQL and the network say, and what whoever set DATABASE_URL may do about it. */
const ways: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Is PostgreSQL running there, and does it listen on that address?',
  ENOTFOUND: 'Is the name of the host spelled rightly?',
  EAI_AGAIN: 'Is the name of the host spelled rightly, and is there a network?',
  ETIMEDOUT: 'Is a firewall between?',
  EHOSTUNREACH: 'Is there a way to that machine?',
  '28P01': 'Are the user and the password right?',
  '28000': 'May this user sign in from here (pg_hba.conf)?',
  '3D000': 'Make the database first, with createdb.',
  '42501': 'Grant it: grant create on database NAME to USER.',
}

/** Runs what first speaks with the database; where that fails for its place or its rights, says so in the words of the setting. */
export async function onOwnDatabase<T>(databaseUrl: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const way = databaseUrl === undefined ? undefined : ways[codeOf(error)]
    if (databaseUrl === undefined || way === undefined) throw error
    const said = error instanceof Error ? error.message : String(error)
    throw new Error(`The PostgreSQL of DATABASE_URL, ${placeOf(databaseUrl)}, cannot be used: ${said}. ${way}`, {
      cause: error,
    })
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? codeOf(error.cause) : ''

/** Host, port and database: the password stays out of what is shown. */
function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl)
  return `${host}${pathname}`
}
