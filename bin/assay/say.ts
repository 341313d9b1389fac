/** The command's answer. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** What accompanies the answer, and must not stand in it. */
export const remark = (line: string): void => void process.stderr.write(`${line}\n`)
