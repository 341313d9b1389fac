const digit = /\d/

/** The numbers in a text, in order: '54' for `Studio 54`, '' where there are none. */
const numbersIn = (text: string): string => (digit.test(text) ? text.replaceAll(/\D+/g, ' ').trim() : '')

/**
 * Whether the numbers in two texts tell them apart: Person 12 and Person 21, `jsmith` and `jsmith2`. Whoever numbers things
 * wants them to differ in nothing else, so what is one digit apart is no typing mistake.
 */
export const areNumberedApart = (one: string, other: string): boolean => numbersIn(one) !== numbersIn(other)
