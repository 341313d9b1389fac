/** Member statuses, in small letters, by which a campaign is one that people come to. */
export const attendedWords: readonly string[] = ['attended', 'visited stand', 'participated']
