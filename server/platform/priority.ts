import { readlinkSync } from 'node:fs'
import os from 'node:os'

const BEHIND_OTHERS = 5

/**
 * Lets other threads and programs go first wherever they want the processor, and takes what they leave: for work that
 * nobody waits for at this moment. Linux knows priorities of single threads; elsewhere this thread stays as it is.
 */
export function letOthersGoFirst(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    if (Number.isInteger(thread)) os.setPriority(thread, BEHIND_OTHERS)
  } catch {
    // Without /proc, or where a sandbox forbids it: it works all the same.
  }
}
