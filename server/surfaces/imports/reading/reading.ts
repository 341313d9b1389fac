// What other rooms read files with.
export { dateColumn, isDateLike } from './dates.ts'
export { isFault, type FieldType } from './field.ts'
export { squeezed } from './folding.ts'
export { layoutOf, type Layout } from './layout.ts'
export { isBlankWord } from './numbers.ts'
export { readRows } from './rows.ts'
export { fileSource, headOf, type ByteSource } from './source.ts'
export { isZip } from './workbook/zip.ts'
