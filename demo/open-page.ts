import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
}

/** Opens a file in the browser of whoever sits here. Returns what stood in the way, as a sentence; empty if nothing. */
export async function openPage(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, pathToFileURL(path).href], { env, stdio: 'ignore', detached: true })
  child.unref()
  return await once(child, 'spawn').then(
    () => '',
    () => `The page could not be opened: ${command} is not here. Open the file by hand.`,
  )
}
