import { parentPort, workerData } from 'node:worker_threads'
import { detectAll } from 'jschardet'

/** Answers what each of the parts it was given may be, best first. */
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origins, unlike a window.
parentPort?.postMessage((workerData as readonly Uint8Array[]).map((part) => detectAll(part)))
