/** A record of any object: standard API names; references bring `Owner: { Id, Name }` along. */
export type RecordRow = Readonly<{ Id: string } & Record<string, unknown>>

export type Page = Readonly<{ records: readonly RecordRow[]; next?: string | null }>
