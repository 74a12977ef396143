import { expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startChild } from './child.ts'

function isAlive(pid: number): boolean {
  // A process that is dead and that nobody has waited for still takes signals, so its state decides.
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false
  }
}

async function waitUntilDead(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('a child that is ready has shown it, and is gone after stop', async () => {
  const child = await startChild('sh', ['-c', 'echo warming; echo ready 42; exec sleep 60'], {
    ready: /ready \d+/,
  })
  expect(child.output()).toBe('warming\nready 42\n')
  expect(isAlive(child.pid)).toBe(true)
  await child.stop()
  expect(isAlive(child.pid)).toBe(false)
  expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' })
})

test('a child that ends before it is ready is an error with its output', async () => {
  await expect(startChild('sh', ['-c', 'echo no port >&2; exit 3'], { ready: /ready/ })).rejects.toThrow(
    /exited with 3.*no port/s,
  )
  await expect(startChild('no-such-program', [])).rejects.toThrow('ENOENT')
})

test('a child that never becomes ready is stopped', async () => {
  const never = startChild('sh', ['-c', 'echo $$; exec sleep 60'], { ready: /ready/, timeoutMs: 200 })
  const error = await never.then(
    () => 'ready',
    (reason: unknown) => String(reason),
  )
  expect(error).toContain('within 200 ms')
  expect(isAlive(Number(/^(\d+)$/m.exec(error)?.[1]))).toBe(false)
})

test.each([
  ['a launcher that heeds SIGTERM', 'SIGTERM', '(trap "" TERM; exec sleep 60) & echo started $!; wait'],
  [
    'a launcher that ignores it',
    'SIGKILL',
    'trap "" TERM; sleep 60 & echo started $!; while :; do sleep 1; done',
  ],
])('stop ends %s, and the deaf program that it started', async (_, signal, script) => {
  const child = await startChild('sh', ['-c', script], { ready: /started \d+/ })
  const grandchild = Number(/started (\d+)/.exec(child.output())?.[1])
  await child.stop()
  expect(await child.exited).toEqual({ code: null, signal })
  await waitUntilDead(grandchild)
})

test('the output is complete once the child has exited by itself', async () => {
  const child = await startChild('sh', ['-c', 'echo one; echo two >&2; exit 5'])
  expect(await child.exited).toEqual({ code: 5, signal: null })
  expect(child.output()).toMatch(/one/)
  expect(child.output()).toMatch(/two/)
  await child.stop()
})

test.each([
  ['exits', 'process.exit(0)'],
  ['is terminated', "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)"],
])('no child outlives a process that %s', async (_, ending) => {
  const support = fileURLToPath(new URL('child.ts', import.meta.url))
  const script = `
    import { startChild } from ${JSON.stringify(support)}
    const child = await startChild('sleep', ['60'])
    console.log('child ' + child.pid)
    ${ending}`
  const parent = await startChild(process.execPath, ['--input-type=module', '--eval', script])
  await parent.exited
  const pid = Number(/child (\d+)/.exec(parent.output())?.[1])
  expect(pid).toBeGreaterThan(1)
  await waitUntilDead(pid)
})
