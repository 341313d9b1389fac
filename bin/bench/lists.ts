import { measureLists } from './support/lists/quality.ts'

/** Precision and recall of `assay match` on made-up lists; `npm run bench -- lists 50000 historical` for one and its rows. */
export const run = (): Promise<void> => measureLists(Number(process.argv[3] ?? 0), process.argv[4])
