const offsets = new Map<string, number>()

const here = (): string => globalThis.location.pathname + globalThis.location.search

/** Where a list of this address was scrolled to, so that coming back from a record lands on the same rows. */
export const recallScroll = (): number => offsets.get(here()) ?? 0

export const rememberScroll = (offset: number): void => {
  offsets.set(here(), offset)
}
