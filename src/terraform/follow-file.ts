import { open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import type { Clock } from '../clock.ts'

const chunkBytes = 64 * 1024
/** A `-json` stream of 10,000 resources comes at 1,000 lines a second; a quiet one costs a read each time. */
const pollIntervalMs = 20

/**
 * Calls `onLine` for each line that is written to `file`, until `ended` has settled and the file is read to its end;
 * `onEnd` each time that there is nothing more to read.
 * Terraform writes into a file, not a pipe: a pipe whose reader was killed would kill Terraform with SIGPIPE.
 */
export async function followFile(
  file: string,
  ended: Promise<unknown>,
  clock: Clock,
  onLine: (line: string) => void,
  onEnd: () => void = () => undefined,
): Promise<void> {
  const handle = await open(file, 'r')
  try {
    const decoder = new StringDecoder('utf8')
    const buffer = Buffer.alloc(chunkBytes)
    let rest = ''
    const over = new AbortController()
    const isOver = (): boolean => over.signal.aborted
    const end = (): void => {
      over.abort()
    }
    ended.then(end, end)
    for (;;) {
      // Read after the end was seen, so that what was written before it is not missed.
      const wasOver = isOver()
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes)
      if (bytesRead > 0) {
        // Only what is new is searched: a state that could not be saved is one line, and may have many megabytes.
        const [first = '', ...more] = decoder.write(buffer.subarray(0, bytesRead)).split('\n')
        const lines = [rest + first, ...more]
        rest = lines.pop() ?? ''
        lines.forEach(onLine)
        continue
      }
      onEnd()
      if (wasOver) break
      await clock.sleep(pollIntervalMs, over.signal)
    }
    if (rest !== '') onLine(rest)
  } finally {
    await handle.close()
  }
}
