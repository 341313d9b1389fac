/** How rows arrive: a number of their own, then their texts, apart by these signs, which no text holds. */
export const TEXT_END = '\u001F'
export const ROW_END = '\u001E'
