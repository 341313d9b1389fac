import type { Decoded } from './decoding.ts'
import { html, page, type Html } from './html.ts'
import type { Understanding } from './understanding.ts'

/** What a visitor sees after a form that names no other page. */
export const thankYouPage = (thanks: string | null): string =>
  page('Thank you', html`<h1>Thank you</h1><p>${thanks ?? 'We have received what you sent, and will be in touch.'}</p>`)

/** Something kept a post or a page from its place: said plainly, to somebody who is no user of ours. */
export const sorryPage = (title: string, sentence: string): string =>
  page(title, html`<h1>${title}</h1><p>${sentence}</p>`)

export const hostedFormPage = (name: string, form: Html): string => page(name, html`<h1>${name}</h1>${form}`)

/** Content behind a button: a mail scanner that follows links presses none. */
export const contentPage = (label: string, token: string): string =>
  page(
    label,
    html`<h1>${label}</h1><p>This was sent to you because you asked for it.</p><form method="post" action="/c/${token}"><button type="submit">Open it</button></form>`,
  )

export type Debugged = {
  readonly decoded: Decoded
  readonly understanding: Understanding
  readonly wouldGoTo: string | undefined
}

/**
 * What was understood of a post, for who builds a form (`debug=1`). It says nothing about whether we know the
 * sender: anybody may ask.
 */
export function debugPage({ decoded, understanding, wouldGoTo }: Debugged): string {
  const { lead, control, unknown } = understanding
  return page(
    'What was understood',
    html`<h1>What was understood</h1>
<p>This page is shown because the form sent debug=1. The post is stored and worked as any other.</p>
<h2>Fields of the lead</h2>
${table(Object.entries(lead).map(([name, value]) => [name, String(value)]))}
<h2>What steers the post</h2>
${table(
  Object.entries(control)
    .filter(([name, value]) => value !== '' && name !== 'stamp')
    .map(([name, value]) => [name, value]),
)}
<p>${wouldGoTo === undefined ? 'Without debug=1 the visitor sees our own thank-you page: no allowed return address was sent.' : `Without debug=1 the visitor goes on to ${wouldGoTo}`}</p>
<h2>Not understood</h2>
<p>${unknown.length === 0 ? 'Nothing: every name is known.' : unknown.join(', ')}</p>
<h2>As it was sent</h2>
<p>Read as ${decoded.encoding}. ${decoded.notes.join(' ')}</p>
${table(decoded.fields.map(({ name, value }) => [name, value]))}`,
  )
}

const table = (rows: readonly (readonly [string, string])[]): Html =>
  html`<table><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`
