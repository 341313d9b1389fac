const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

const ADDRESS_ALONE = /^https?:\/\/[^\s<>"]+$/

/** The HTML part of a letter: paragraphs of its text, everything escaped; only addresses on a line of their own become links. */
export function htmlOf(text: string): string {
  const paragraphs = text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.split('\n').map(lineOf).join('<br>\n'))
  return `<!doctype html>\n<html><body style="font-family:sans-serif;line-height:1.5">\n${paragraphs.map((one) => `<p>${one}</p>`).join('\n')}\n</body></html>\n`
}

const lineOf = (line: string): string =>
  ADDRESS_ALONE.test(line.trim()) ? `<a href="${escaped(line.trim())}">${escaped(line.trim())}</a>` : escaped(line)

/**
 * Puts words into a letter's text: `Hello {{first_name}}`. A value that could carry an advertisement to a
 * stranger (an address, a line break, more than forty characters) is left out, for anybody can type it into a form.
 */
export function merged(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*([a-z_]{1,40})\s*\}\}/g, (_whole, name: string) => harmless(words[name] ?? ''))
}

/** Names, not sentences: letters of any script, blanks, full stops, hyphens and apostrophes. */
const harmless = (value: string): string => {
  const text = value.trim()
  return text.length <= 40 && /^[\p{L}\p{M}\p{N} .,'’&()-]*$/u.test(text) && !/\.\p{L}|www/iu.test(text) ? text : ''
}
