export function Convert() { return null }
