import type { AccountTraits } from '../traits.ts'
import { accountPriors } from './accountPriors.ts'
import { columnWeights } from './wordWeights.ts'
import type { Model } from './model.ts'
import { knowsAnything, worth } from './namesAlone.ts'
import { otherField } from './otherTexts.ts'
import { otherTextPrior } from './personPriors.ts'

/** So many of the texts have to be long. */
const MOSTLY = 0.5

/**
 * The model of a list that knows one long text of each row and nothing else: addresses of authors, titles, descriptions. As with
 * names alone, one field shows neither what duplicates share nor how many there are, so experience weighs. Undefined where
 * rows know more, or the text is no long one.
 */
export function modelOfTextsAlone(records: readonly AccountTraits[]): Model | undefined {
  const columns = new Set(records.flatMap(({ others }) => others.map(([name]) => name)))
  const [column] = columns
  if (column === undefined || columns.size > 1 || records.some(({ name }) => name !== undefined)) return undefined
  if (records.some(knowsAnything)) return undefined
  if (records.filter(({ others }) => others[0]?.[2] !== undefined).length < records.length * MOSTLY) return undefined
  const oneIn = accountPriors.oneIn
  return {
    oneIn,
    fields: {
      [otherField(column)]: {
        ...otherTextPrior,
        same: worth(0.99, 0.3),
        held: worth(0.96, 0.25),
        much: worth(0.92, 0.25),
        some: worth(0.5, 0.1),
        alike: worth(0.9, 0.1),
      },
    },
    shares: {},
    words: { [otherField(column)]: columnWeights(records, column) },
  }
}
