/** A few thousand are what the processor's own memory holds; a hundred thousand cost more to look up than to work out. */
const PLACES = 2 ** 11
const ENDS = 5

/**
 * The same function, with the answers for the latest distinct texts kept: names and companies repeat thousands of times
 * in one import. A text has one place, which the next text of that place takes: where nothing repeats, a table that grows and
 * is emptied would cost more than the work itself.
 */
export function remembered<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  const texts = Array.from({ length: PLACES }, () => '')
  const answers = Array.from({ length: PLACES }, (): Answer | undefined => undefined)
  return (text) => {
    const place = placeOf(text)
    const known = answers[place]
    if (known !== undefined && texts[place] === text) return known
    const answer = work(text)
    texts[place] = text
    answers[place] = answer
    return answer
  }
}

/** A place by the length, and by the letters at both ends and in the middle. */
function placeOf(text: string): number {
  const { length } = text
  let mixed = length
  const edge = Math.min(ENDS, length)
  for (let at = 0; at < edge; at++)
    mixed = Math.imul(mixed, 31) + text.charCodeAt(at) + Math.imul(text.charCodeAt(length - 1 - at), 0x2f0b)
  if (length > 2 * ENDS) mixed += Math.imul(text.charCodeAt(length >>> 1), 0x5bd1)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b)
  return (mixed ^ (mixed >>> 13)) & (PLACES - 1)
}
