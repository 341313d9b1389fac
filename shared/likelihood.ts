/** From here on a pair may be merged without being looked at. */
export const certain = 0.98

/** From here on a pair is shown as a likely duplicate. */
export const likely = 0.8
