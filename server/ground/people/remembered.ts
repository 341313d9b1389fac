/**
 * The same function, with the answers for the latest distinct texts kept: names and companies repeat
 * thousands of times in one import. `atMost` bounds the memory; when it is full it starts afresh, which
 * costs less than keeping an order of use.
 */
export function remembered<Answer>(atMost: number, work: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const answer = work(text)
    if (answers.size >= atMost) answers.clear()
    answers.set(text, answer)
    return answer
  }
}
