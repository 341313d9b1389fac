const PASSWORD_MIN_LENGTH = 10

/** Why a new password is not taken, or null. The server's rules bind; this only says so earlier. */
export const reasonAgainstPassword = (password: string): string | null =>
  password.length < PASSWORD_MIN_LENGTH
    ? `Use at least ${PASSWORD_MIN_LENGTH} characters. A few words in a row are easy to keep.`
    : null
