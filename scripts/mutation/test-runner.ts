import { globSync, readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { InstrumenterContext } from '@stryker-mutator/api/core'
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner'
import fc from 'fast-check'
import { collectTests, type Test } from './test-globals.ts'

/**
 * Runs the tests in Stryker's own process. Jest takes a second to begin, each time; these tests need nothing of it but
 * `describe`, `test` and `expect`, and most mutants are judged in a few milliseconds.
 */
const testFiles = ['__tests__/{lock,plan,retry}/**/*.test.ts', '__tests__/properties/{lock,plan}.test.ts']
const globals = new URL('test-globals.ts', import.meta.url).href
const context: InstrumenterContext = {}
Object.assign(globalThis, { __stryker__: context })

// The same values each time; and what breaks a property is not of interest, so nothing has to be made small.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1, numRuns: 40, endOnFailure: true })

interface Case extends Test {
  readonly id: string
}
type Failure = { readonly test: Case | undefined; readonly error: unknown }

class InProcessRunner implements TestRunner {
  readonly #root = process.cwd()
  readonly #sources = new Map<string, string>()
  /** Of each file, those that it imports. */
  readonly #imports = new Map<string, Set<string>>()
  /** Those whose imports are known: a process may not have made the dry run, and a mutant may end the tests early. */
  readonly #loaded = new Set<string>()
  readonly #files = globSync(testFiles, { cwd: this.#root }).sort()
  readonly #spentMs = new Map<string, number>()
  #generation = 0
  #tests: readonly Case[] | undefined

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true }
  }

  init(): Promise<void> {
    const root = pathToFileURL(`${this.#root}/`).href
    registerHooks({
      resolve: (specifier, { parentURL, ...rest }, next) => {
        if (specifier === '@jest/globals') return { url: globals, shortCircuit: true }
        const found = next(specifier, { parentURL, ...rest })
        if (!found.url.startsWith(root) || found.url.includes('/node_modules/')) return found
        const [from = '', generation] = (parentURL ?? '').split('?')
        const url = found.url.split('?')[0] ?? ''
        const importer = this.#imports.get(from) ?? new Set()
        this.#imports.set(from, importer.add(url))
        return { ...found, url: generation === undefined ? found.url : `${url}?${generation}` }
      },
      load: (url, loading, next) => {
        if (!url.startsWith(root) || !/\.ts\?\d+$/.test(url)) return next(url, loading)
        return { format: 'module', shortCircuit: true, source: this.#sourceOf(fileURLToPath(url)) }
      },
    })
    return Promise.resolve()
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = []
    for (const test of await this.#load(this.#files)) {
      context.currentTestId = test.id
      const start = performance.now()
      const error = await failureOf(test)
      const timeSpentMs = performance.now() - start
      for (const key of [test.id, test.file])
        this.#spentMs.set(key, (this.#spentMs.get(key) ?? 0) + timeSpentMs)
      const facts = { id: test.id, name: test.name, fileName: resolve(this.#root, test.file), timeSpentMs }
      tests.push(
        error === undefined
          ? { ...facts, status: TestStatus.Success }
          : { ...facts, status: TestStatus.Failed, failureMessage: messageOf(error) },
      )
    }
    delete context.currentTestId
    const { mutantCoverage } = context
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    let result = await this.#judge(options, options.reloadEnvironment)
    // What an earlier mutant has left behind in a module is not the work of this one.
    if (result.failure?.test !== undefined && !options.reloadEnvironment) {
      this.#activate(undefined)
      if ((await failureOf(result.failure.test)) !== undefined) {
        this.#tests = undefined
        result = await this.#judge(options, true)
      }
    }
    this.#activate(undefined)
    const { failure, count } = result
    if (failure === undefined) return { status: MutantRunStatus.Survived, nrOfTests: count }
    const failureMessage = messageOf(failure.error)
    if (failureMessage.includes('Stryker: Hit count limit reached'))
      return { status: MutantRunStatus.Timeout, reason: failureMessage }
    const killedBy = failure.test === undefined ? [] : [failure.test.id]
    return { status: MutantRunStatus.Killed, failureMessage, killedBy, nrOfTests: count }
  }

  async #judge(
    { activeMutant, testFilter, sandboxFileName, hitLimit, mutantActivation }: MutantRunOptions,
    reload: boolean,
  ): Promise<{ failure?: Failure; count: number }> {
    const isWanted = ({ id }: Case): boolean => testFilter?.includes(id) ?? true
    const groups = reload
      ? this.#filesFor(sandboxFileName).map((file) => async () => await this.#load([file]))
      : [async () => (this.#tests ??= await this.#load(this.#files))]
    let count = 0
    for (const load of groups) {
      this.#activate(mutantActivation === 'static' ? activeMutant.id : undefined, hitLimit)
      try {
        const tests = await load()
        this.#activate(activeMutant.id, hitLimit)
        for (const test of tests.filter(isWanted)) {
          count++
          const error = await failureOf(test)
          if (error !== undefined) return { failure: { test, error }, count }
        }
      } catch (error) {
        return { failure: { test: undefined, error }, count }
      }
    }
    return { count }
  }

  /** The tests that load the mutated file, its own ones and quick ones first. */
  #filesFor(mutated: string): readonly string[] {
    const own = `/${basename(mutated, '.ts')}.test.ts`
    const msOf = (file: string): number => (file.endsWith(own) ? -1 : (this.#spentMs.get(file) ?? 0))
    return this.#files.filter((file) => this.#reaches(file, mutated)).sort((a, b) => msOf(a) - msOf(b))
  }

  #reaches(file: string, mutated: string): boolean {
    if (!this.#loaded.has(file)) return true
    const wanted = pathToFileURL(mutated).href
    const seen = new Set([pathToFileURL(join(this.#root, file)).href])
    for (const url of seen) for (const each of this.#imports.get(url) ?? []) seen.add(each)
    return seen.has(wanted)
  }

  /** Modules that are loaded anew, the quick tests first. */
  async #load(files: readonly string[]): Promise<readonly Case[]> {
    const generation = String(++this.#generation)
    const tests: Case[] = []
    for (const file of files) {
      const url = `${pathToFileURL(join(this.#root, file)).href}?${generation}`
      this.#loaded.add(file)
      const declared = await collectTests(file, async () => (await import(url)) as unknown)
      tests.push(...declared.map((test, at) => ({ ...test, id: `${file} ${String(at)} ${test.name}` })))
    }
    const msOf = ({ id }: Case): number => this.#spentMs.get(id) ?? 0
    return tests.sort((a, b) => msOf(a) - msOf(b))
  }

  #activate(id: string | undefined, hitLimit?: number): void {
    Object.assign(context, { activeMutant: id, hitCount: hitLimit === undefined ? undefined : 0, hitLimit })
  }

  #sourceOf(file: string): string {
    const known = this.#sources.get(file)
    if (known !== undefined) return known
    const source = `${stripTypeScriptTypes(readFileSync(file, 'utf8'))}\n//# sourceURL=${relative(this.#root, file)}`
    this.#sources.set(file, source)
    return source
  }
}

async function failureOf(test: Case): Promise<unknown> {
  try {
    await test.run()
    return undefined
  } catch (error) {
    return error ?? new Error('a test threw nothing')
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

const create = Object.assign(() => new InProcessRunner(), { inject: [] as const })
export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', factory: create }]
