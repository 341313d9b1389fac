import { Refusal } from '../../../platform/errors.ts'

/** Where in a query's text something stands: characters from its start. */
export type Place = number

export type SoqlCode =
  | 'malformed_query'
  | 'invalid_field'
  | 'invalid_type'
  | 'invalid_query_filter_operator'
  | 'number_outside_valid_range'
  | 'query_too_complicated'

const SHOWN_BEFORE = 80
const SHOWN_AFTER = 40

/**
 * A no to a query, worded as the field's tools know it: the line, a mark below the place, its row and column, and the
 * sentence. `facts` say that it is a query's (`soql`), and where.
 */
export function refusalAt(code: SoqlCode, text: string, at: Place, sentence: string): Refusal {
  const place = Math.min(at, text.length)
  const start = text.lastIndexOf('\n', place - 1) + 1
  const lineEnd = text.indexOf('\n', place)
  const row = text.slice(0, start).split('\n').length
  const column = place - start + 1
  const from = Math.max(start, place - SHOWN_BEFORE)
  const shown = text.slice(from, Math.min(lineEnd === -1 ? text.length : lineEnd, place + SHOWN_AFTER)).toWellFormed()
  const mark = `${' '.repeat(place - from)}^`
  return new Refusal(code, `\n${shown}\n${mark}\nERROR at Row:${row}:Column:${column}\n${sentence}`, {
    kind: 'malformed',
    facts: { soql: true, row, column },
  })
}

/** A no to a query that has no place in particular. */
export const refusalOf = (code: string, sentence: string): Refusal =>
  new Refusal(code, sentence, { kind: 'malformed', facts: { soql: true } })

export const malformed = (text: string, at: Place, sentence: string): Refusal =>
  refusalAt('malformed_query', text, at, sentence)

export const unknownColumn = (text: string, at: Place, name: string, entity: string): Refusal =>
  refusalAt(
    'invalid_field',
    text,
    at,
    `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  )

export const unknownRelation = (text: string, at: Place, name: string): Refusal =>
  refusalAt(
    'invalid_field',
    text,
    at,
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  )

export const unknownChildren = (text: string, at: Place, name: string): Refusal =>
  refusalAt(
    'invalid_type',
    text,
    at,
    `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
  )

export const unknownObject = (text: string, at: Place, name: string): Refusal =>
  refusalAt(
    'invalid_type',
    text,
    at,
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  )
