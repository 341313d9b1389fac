/** The same program in the same process, so that whoever started it and watches it sees no end. Returns where a system has no way to. */
export function beginAgain(): void {
  const { execPath, execArgv, argv, env } = process
  // Nobody tells those who tidy up at the end of a program that is replaced.
  process.emit('exit', 1)
  // It warns of itself that it is new; not every system has it.
  process.removeAllListeners('warning')
  process.execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)], env)
}
