const MOST = 2000

/**
 * The same function, with the answers for the latest distinct texts kept: names and companies repeat
 * thousands of times in one import. A few thousand are what the processor's own memory holds; a hundred thousand
 * cost more to look up than to work out. When it is full it starts afresh, which costs less than keeping an order of use.
 */
export function remembered<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const answer = work(text)
    if (answers.size >= MOST) answers.clear()
    answers.set(text, answer)
    return answer
  }
}
