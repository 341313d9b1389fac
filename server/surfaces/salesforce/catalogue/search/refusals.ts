import type { Refusal } from '../../../../platform/errors.ts'
import { dialectRefusal } from '../../dialect/errors.ts'

export const malformedSearch = (sentence: string): Refusal => dialectRefusal('MALFORMED_SEARCH', sentence)
