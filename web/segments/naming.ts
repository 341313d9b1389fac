export type Naming = Readonly<{
  /** Names that are known by id. */
  names: ReadonlyMap<string, string>
  onName: (id: string, name: string) => void
}>
