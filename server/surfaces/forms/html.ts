import { createHash } from 'node:crypto'

/** Markup that may stand in a page as it is. */
export type Html = { readonly markup: string }

type Part = string | number | Html | readonly Html[] | undefined

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A template whose values are text: whatever they hold is shown, never run. Attributes must be quoted. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: texts.map((text, at) => (at === 0 ? text : shown(parts[at - 1]) + text)).join(''),
})

function shown(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('\n')
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign).replaceAll('\u0000', '␀')

const STYLE = `
:root{color-scheme:light dark}
body{font-family:system-ui,sans-serif;line-height:1.5;margin:0 auto;max-width:38rem;padding:2rem 1rem}
h1{font-size:1.75rem;line-height:1.2;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2rem 0 0}
a{color:light-dark(#2f5bea,#92abff)}
label{display:block;margin:1rem 0 .25rem;font-weight:600}
input,textarea,select{box-sizing:border-box;font:inherit;padding:.5rem;width:100%}
input[type=checkbox]{width:auto}
button{background:#2f5bea;border:1px solid #2f5bea;border-radius:6px;color:#fff;cursor:pointer;font:inherit;font-weight:600;margin-top:1.5rem;min-height:44px;padding:.6rem 1.2rem}
.plain button{background:none;border-color:currentcolor;color:inherit}
fieldset{border:1px solid #8886;border-radius:6px;margin:1.5rem 0 0;padding:.25rem 1rem 1rem}
legend{font-weight:600;padding:0 .25rem}
.choice{align-items:start;display:grid;font-weight:400;gap:0 .75rem;grid-template-columns:auto 1fr;margin-top:.75rem}
.choice input{margin-top:.35rem}
.quiet{color:color-mix(in srgb,currentcolor 72%,transparent);font-size:.9rem}
.choice .quiet{grid-column:2}
.code{font-family:ui-monospace,monospace;font-size:1.75rem;font-weight:600;letter-spacing:.06em;margin:.25rem 0}
.qr svg{background:#fff;display:block;height:13rem;width:13rem}
.state{border-left:4px solid #2f5bea;padding:.25rem 0 .25rem 1rem}
.state.waits{border-color:#b7791f}
.over{text-decoration:line-through}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #8886;padding:.4rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.trap{position:absolute;left:-9999px}
`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** A plain page of ours: no script, no frame, nothing from elsewhere. */
export const page = (title: string, body: Html): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)}</title><link rel="icon" type="image/svg+xml" href="/favicon.svg"><style>${STYLE}</style></head>
<body><main>${body.markup}</main></body></html>
`

/** What a browser may do with such a page; forms on it go to us, and on from there to these origins at most. */
export const pagePolicy = (formTargets: readonly string[] = []): string =>
  [
    `default-src 'none'`,
    `style-src 'sha256-${STYLE_HASH}'`,
    `img-src 'self'`,
    `form-action 'self'${formTargets.map((origin) => ` ${origin}`).join('')}`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
