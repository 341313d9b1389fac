import { DOCS_STYLE } from './docsStyle.ts'

/** The part of an OpenAPI document the page shows. */
export type ApiDocument = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly description?: string
  readonly default?: unknown
  readonly maxLength?: number
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>

type Operation = {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly description?: string
    readonly schema?: Schema
  }[]
  readonly requestBody?: { readonly content?: Content }
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>
}

type Call = { readonly method: string; readonly path: string; readonly operation: Operation }

/** The API for a reader: one page, no script, nothing from elsewhere. */
export function docsPage(document: ApiDocument): string {
  const groups = grouped(document)
  const contents = [...groups.keys()].map((tag) => `<li><a href="#${slug(tag)}">${escape(tag)}</a></li>`).join('')
  const sections = [...groups]
    .map(
      ([tag, calls]) => `<section id="${slug(tag)}"><h2>${escape(tag)}</h2>${calls.map(callBlock).join('')}</section>`,
    )
    .join('')
  const shapes = Object.entries(document.components?.schemas ?? {})
    .map(([name, schema]) => shapeBlock(name, schema))
    .join('')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escape(document.info.title)} API</title>
<style>${DOCS_STYLE}</style>
</head>
<body>
<nav aria-label="Contents"><a class="name" href="/">${escape(document.info.title)}</a> <span class="version">API ${escape(document.info.version)}</span><ul>${contents}<li><a href="#shapes">Shapes</a></li></ul></nav>
<main>
<h1>${escape(document.info.title)} API</h1>
<p>${escape(document.info.description ?? '')} The same as a program reads it: <a href="/api/openapi.json">openapi.json</a>.</p>
${INTRODUCTION}
${sections}
<section id="shapes"><h2>Shapes</h2>${shapes}</section>
</main>
</body>
</html>
`
}

function grouped(document: ApiDocument): Map<string, Call[]> {
  const groups = new Map<string, Call[]>()
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? 'Other'
      groups.set(tag, [...(groups.get(tag) ?? []), { method: method.toUpperCase(), path, operation }])
    }
  }
  return groups
}

function callBlock({ method, path, operation }: Call): string {
  const inputs = (operation.parameters ?? []).map((one) =>
    row(one.name, one.schema, one.required === true, `${one.in}. ${one.description ?? ''}`),
  )
  const body = schemaIn(operation.requestBody?.content)
  const answers = Object.entries(operation.responses ?? {}).map(
    ([status, answer]) => `<li><b>${escape(status)}</b> ${schemaBlock(schemaIn(answer.content))}</li>`,
  )
  return `<details><summary><code class="method" data-method="${method}">${method}</code><code class="path">${escape(path)}</code><span>${escape(operation.summary ?? '')}</span></summary>
${operation.description === undefined ? '' : `<p class="about">${escape(operation.description)}</p>`}
${inputs.length === 0 ? '' : `<h3>In the address and headers</h3><table>${inputs.join('')}</table>`}
${body === undefined ? '' : `<h3>Body</h3>${schemaBlock(body)}`}
${answers.length === 0 ? '' : `<h3>Answers</h3><ul>${answers.join('')}</ul>`}
</details>`
}

/** A shape several calls have in common, which they point to by its name; a link to what is inside opens it. */
const shapeBlock = (name: string, schema: Schema): string =>
  `<details><summary><code class="path">${escape(name)}</code><span>${escape(schema.description ?? '')}</span></summary><div id="${shapeId(name)}">${schemaBlock(schema)}</div></details>`

const shapeId = (name: string): string => `shape-${name}`

const nameOfShape = ($ref: string): string => $ref.split('/').at(-1) ?? $ref

const linkTo = ($ref: string): string =>
  `<a href="#${escape(shapeId(nameOfShape($ref)))}">${escape(nameOfShape($ref))}</a>`

const schemaIn = (content: Content | undefined): Schema | undefined => Object.values(content ?? {})[0]?.schema

function schemaBlock(schema: Schema | undefined): string {
  if (schema === undefined) return ''
  if (schema.$ref !== undefined) return `<p>${linkTo(schema.$ref)}</p>`
  if (schema.anyOf !== undefined && schema.anyOf.some(({ $ref, properties, items }) => $ref ?? properties ?? items))
    return schema.anyOf.map(schemaBlock).join('<p>or</p>')
  if (schema.items !== undefined) return `<p>a list of</p>${schemaBlock(schema.items)}`
  if (schema.properties === undefined) return `<p>${escape(typeOf(schema))}</p>`
  const required = new Set(schema.required)
  return `<table>${Object.entries(schema.properties)
    .map(([name, part]) => row(name, part, required.has(name), part.description ?? ''))
    .join('')}</table>`
}

const row = (name: string, schema: Schema | undefined, required: boolean, text: string): string =>
  `<tr><th scope="row"><code>${escape(name)}</code>${required ? ' <em>required</em>' : ''}</th><td>${escape(typeOf(schema))}</td><td>${escape(text)}${
    (schema?.$ref ?? schema?.items?.$ref ?? schema?.properties ?? schema?.items?.properties) ? schemaBlock(schema) : ''
  }</td></tr>`

function typeOf(schema: Schema | undefined): string {
  if (schema === undefined) return 'anything'
  if (schema.$ref !== undefined) return nameOfShape(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ')
  const type = [schema.type ?? 'anything'].flat().join(' or ')
  const ofWhat = schema.items === undefined ? '' : ` of ${typeOf(schema.items)}`
  const standard = schema.default === undefined ? '' : `, by default ${JSON.stringify(schema.default)}`
  return `${type}${ofWhat}${schema.maxLength === undefined ? '' : `, at most ${schema.maxLength} characters`}${standard}`
}

const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

const INTRODUCTION = `<p>Send <code>Authorization: Bearer …</code> with a token made in setup or by <code>POST /api/tokens</code>. Bodies are JSON in UTF-8, at most 10 MB.
Ids have 18 characters. Times are ISO 8601 in UTC, dates <code>YYYY-MM-DD</code>, money is a number in the currency of the org.</p>
<p>A write may carry an <code>Idempotency-Key</code>: sent again with the same key, it brings the first answer and changes nothing twice.
<code>If-Match</code> with the <code>ETag</code> of a record refuses a change that would overwrite somebody else’s (412).</p>
<p>A refusal is <code>{ "errors": [{ code, message, field?, value?, rule?, way? }] }</code> with 400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429 or 503;
429 and 503 say in <code>Retry-After</code> when to come back.</p>`
