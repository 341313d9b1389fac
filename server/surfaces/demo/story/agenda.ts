/** What people have to do, each in their own time. */
export type Agenda<T> = {
  readonly note: (whose: number, at: Date, what: T) => void
  /** Takes out what is due by now, oldest first. */
  readonly due: (whose: number, now: Date) => readonly T[]
}

type Entry<T> = { readonly at: number; readonly what: T }

export function newAgenda<T>(): Agenda<T> {
  const books = new Map<number, Entry<T>[]>()
  return {
    note: (whose, at, what) => {
      const book = books.get(whose) ?? []
      book.push({ at: at.getTime(), what })
      books.set(whose, book)
    },
    due: (whose, now) => {
      const book = books.get(whose) ?? []
      const isDue = ({ at }: Entry<T>): boolean => at <= now.getTime()
      books.set(
        whose,
        book.filter((entry) => !isDue(entry)),
      )
      return book
        .filter(isDue)
        .toSorted((one, other) => one.at - other.at)
        .map(({ what }) => what)
    },
  }
}
