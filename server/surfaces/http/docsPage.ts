import { exampleOf, nameOfShape, type Schema, type Shapes } from './docsExample.ts'
import { DOCS_STYLE } from './docsStyle.ts'

/** The part of an OpenAPI document the page shows. */
export type ApiDocument = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly servers?: readonly { readonly url: string }[]
  readonly components?: { readonly schemas?: Shapes }
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>

type Operation = {
  readonly operationId?: string
  readonly security?: readonly unknown[]
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
  readonly responses?: Readonly<Record<string, Answer>>
}

type Answer = { readonly description?: string; readonly content?: Content }

type Call = { readonly method: string; readonly path: string; readonly operation: Operation }

/** The API for a reader: one page, no script, nothing from elsewhere. With words, the calls that have all of them come first and alone. */
export function docsPage(document: ApiDocument, words = ''): string {
  const groups = grouped(document, words)
  const contents = [...groups.keys()].map((tag) => `<li><a href="#${slug(tag)}">${escape(tag)}</a></li>`).join('')
  const sections = [...groups]
    .map(
      ([tag, calls]) =>
        `<section id="${slug(tag)}"><h2>${escape(tag)}</h2>${calls.map((call) => callBlock(call, document)).join('')}</section>`,
    )
    .join('')
  const shapes = Object.entries(document.components?.schemas ?? {})
    .map(([name, schema]) => shapeBlock(name, schema))
    .join('')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escape(document.info.title)} API</title><link rel="icon" type="image/svg+xml" href="/favicon.svg">
<style>${DOCS_STYLE}</style>
</head>
<body>
<nav aria-label="Contents"><a class="name" href="/">${escape(document.info.title)}</a> <span class="version">API ${escape(document.info.version)}</span>${searchForm(words)}<ul>${contents}<li><a href="#shapes">Shapes</a></li></ul></nav>
<main>
<h1>${escape(document.info.title)} API</h1>
<p>${escape(document.info.description ?? '')} The same as a program reads it: <a href="/api/openapi.json">openapi.json</a>.</p>
${words === '' ? `${INTRODUCTION}${sections}` : `${foundLine(groups, words)}${sections}<h2>What all calls have in common</h2>${INTRODUCTION}`}
<section id="shapes"><h2>Shapes</h2>${shapes}</section>
</main>
</body>
</html>
`
}

const searchForm = (words: string): string =>
  `<form role="search" action="/api/docs"><input type="search" name="q" value="${escape(words)}" maxlength="100" aria-label="Find a call" placeholder="Find a call"></form>`

function foundLine(groups: Map<string, Call[]>, words: string): string {
  const count = [...groups.values()].reduce((sum, calls) => sum + calls.length, 0)
  const found = count === 0 ? 'No call has' : count === 1 ? 'One call has' : `${String(count)} calls have`
  const way = count === 0 ? ' Try fewer words, or a part of one, such as “lead”.' : ''
  return `<p role="status">${found} “${escape(words)}”.${way} <a href="/api/docs">Show all calls</a></p>`
}

/** Whether all of the words stand in what a call is named, does, or takes. */
function hasWords({ method, path, operation }: Call, words: readonly string[]): boolean {
  const { operationId, summary, description, tags, parameters } = operation
  const told = [
    method,
    path,
    operationId,
    summary,
    description,
    ...(tags ?? []),
    ...(parameters ?? []).map((one) => one.name),
  ]
    .join(' ')
    .toLowerCase()
  return words.every((word) => told.includes(word))
}

function grouped(document: ApiDocument, words: string): Map<string, Call[]> {
  const groups = new Map<string, Call[]>()
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean)
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? 'Other'
      const call = { method: method.toUpperCase(), path, operation }
      if (hasWords(call, asked)) groups.set(tag, [...(groups.get(tag) ?? []), call])
    }
  }
  return groups
}

function callBlock({ method, path, operation }: Call, document: ApiDocument): string {
  const inputs = (operation.parameters ?? []).map((one) =>
    row(one.name, one.schema, one.required === true, `${one.in}. ${one.description ?? ''}`),
  )
  const body = schemaIn(operation.requestBody?.content)
  const anchor = escape(operation.operationId ?? '')
  // The anchor is inside, so that a link to it opens what it stands in.
  return `<details><summary><code class="method" data-method="${method}">${method}</code><code class="path">${escape(path)}</code><span>${escape(operation.summary ?? '')}</span></summary>
<div id="${anchor}" class="call"><a class="anchor" href="#${anchor}">Link to this call</a>
${operation.description === undefined ? '' : `<p class="about">${escape(operation.description)}</p>`}
${inputs.length === 0 ? '' : `<h3>In the address and headers</h3><table>${inputs.join('')}</table>`}
${body === undefined ? '' : `<h3>Body</h3>${schemaBlock(body)}`}
<h3>Answers</h3><ul class="answers">${Object.entries(operation.responses ?? {})
    .map(answerBlock)
    .join('')}</ul>
${exampleBlock({ method, path, operation }, document)}</div></details>`
}

function answerBlock([status, { description = '', content }]: [string, Answer]): string {
  const [type] = Object.keys(content ?? {})
  const kind = type === undefined || type === 'application/json' ? '' : ` <code>${escape(type)}</code>`
  // What a no looks like is said once, above.
  const shape = status === 'default' || Number(status) >= 400 ? '' : schemaBlock(schemaIn(content))
  const told = status === 'default' ? '<a href="#no">A no</a> with any other status.' : escape(description)
  return `<li><b>${status === 'default' ? 'else' : escape(status)}</b> ${told}${kind}${shape}</li>`
}

/** How the call is made from a shell, and what comes back: no more than has to be there. */
function exampleBlock({ method, path, operation }: Call, document: ApiDocument): string {
  const shapes = document.components?.schemas ?? {}
  const [bodyType] = Object.keys(operation.requestBody?.content ?? {})
  const body = schemaIn(operation.requestBody?.content)
  const needed = (operation.parameters ?? []).filter((one) => one.in === 'query' && one.required === true)
  const query = needed.map((one) => `${one.name}=${String(exampleOf(one.schema, shapes, one.name))}`).join('&')
  const address = `${document.servers?.[0]?.url ?? ''}${path}${query === '' ? '' : `?${query}`}`
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} '${address}'`,
    ...(operation.security?.length === 0 ? [] : [`  -H 'Authorization: Bearer …'`]),
    ...(body === undefined
      ? []
      : bodyType === 'application/json'
        ? [`  -H 'Content-Type: application/json'`, `  -d '${JSON.stringify(exampleOf(body, shapes), undefined, 2)}'`]
        : [`  -H 'Content-Type: ${bodyType ?? ''}'`, `  --data-binary @file`]),
  ]
  const [answer] = Object.entries(operation.responses ?? {}).flatMap(([status, { content }]) =>
    status.startsWith('2') && content?.['application/json'] !== undefined ? [schemaIn(content)] : [],
  )
  const shown =
    answer === undefined
      ? ''
      : `<pre tabindex="0">${escape(JSON.stringify(exampleOf(answer, shapes), undefined, 2))}</pre>`
  return `<h3>Example</h3><pre tabindex="0">${escape(lines.join(' \\\n'))}</pre>${shown}`
}

/** A shape several calls have in common, which they point to by its name; a link to what is inside opens it. */
const shapeBlock = (name: string, schema: Schema): string =>
  `<details><summary><code class="path">${escape(name)}</code><span>${escape(schema.description ?? '')}</span></summary><div id="${shapeId(name)}" class="call">${schemaBlock(schema)}</div></details>`

const shapeId = (name: string): string => `shape-${name}`

const linkTo = ($ref: string): string =>
  `<a href="#${escape(shapeId(nameOfShape($ref)))}">${escape(nameOfShape($ref))}</a>`

const schemaIn = (content: Content | undefined): Schema | undefined => Object.values(content ?? {})[0]?.schema

function schemaBlock(schema: Schema | undefined): string {
  if (schema === undefined) return ''
  if (schema.$ref !== undefined) return `<p>${linkTo(schema.$ref)}</p>`
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined && hasParts(schema)) return choices.filter(isMore).map(schemaBlock).join('<p>or</p>')
  if (schema.items !== undefined && hasParts(schema)) return `<p>a list of</p>${schemaBlock(schema.items)}`
  if (schema.properties === undefined && isShape(schema.additionalProperties) && hasParts(schema))
    return `<p>by name</p>${schemaBlock(schema.additionalProperties)}`
  if (schema.properties === undefined) return `<p>${typeOf(schema)}</p>`
  const required = new Set(schema.required)
  return `<table>${Object.entries(schema.properties)
    .map(([name, part]) => row(name, part, required.has(name), part.description ?? ''))
    .join('')}</table>`
}

/** Whether there is more to show of it than its type, which links to what has a name. */
function hasParts({ properties, items, anyOf, oneOf, additionalProperties }: Schema): boolean {
  if (properties !== undefined) return true
  const parts = [...(anyOf ?? oneOf ?? []), ...(items === undefined ? [] : [items])]
  return parts.some(hasParts) || (isShape(additionalProperties) && hasParts(additionalProperties))
}

const isShape = (part: Schema | boolean | undefined): part is Schema => typeof part === 'object'

const isMore = ({ type }: Schema): boolean => type !== 'null'

const row = (name: string, schema: Schema | undefined, required: boolean, text: string): string =>
  `<tr><th scope="row"><code>${escape(name)}</code>${required ? ' <em>required</em>' : ''}</th><td>${typeOf(schema)}</td><td>${escape(text)}${
    schema !== undefined && hasParts(schema) ? schemaBlock(schema) : ''
  }</td></tr>`

/** The type in words, as HTML: what has a name is linked. */
function typeOf(schema: Schema | undefined): string {
  if (schema === undefined) return 'anything'
  if (schema.$ref !== undefined) return linkTo(schema.$ref)
  if (schema.const !== undefined) return escape(JSON.stringify(schema.const))
  if (schema.enum !== undefined) return escape(schema.enum.map((value) => JSON.stringify(value)).join(' | '))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return choices.map(typeOf).join(' or ')
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`
  if (schema.properties === undefined && isShape(schema.additionalProperties))
    return `object of ${typeOf(schema.additionalProperties)} by name`
  const type = [schema.type ?? 'anything'].flat().join(' or ')
  const format = schema.format === undefined ? '' : ` (${schema.format})`
  const standard = schema.default === undefined ? '' : `, by default ${JSON.stringify(schema.default)}`
  const most = schema.maxLength === undefined ? '' : `, at most ${schema.maxLength} characters`
  return escape(`${type}${format}${most}${standard}`)
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
<p id="no">A no is <code>{ "errors": [{ code, message, field?, value?, rule?, way? }] }</code> with 400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429 or 503;
429 and 503 say in <code>Retry-After</code> when to come back.</p>`
