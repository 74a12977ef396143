import { registerHooks } from 'node:module'

/** Replaces a piece of a module's text when it is loaded; throws where that text is not there any more. */
export interface Patch {
  /** Below src/. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

const src = new URL('../../../src/', import.meta.url).href
const standIns = new URL('./stand-ins/', import.meta.url).href

/** What src/ imports of the outside, and what stands in for it. */
const replaced: Readonly<Record<string, string>> = {
  'node:fs': 'fs.ts',
  'node:fs/promises': 'fs-promises.ts',
  'node:child_process': 'child-process.ts',
  'node:crypto': 'crypto.ts',
  '@actions/github': 'actions-github.ts',
  '@octokit/plugin-retry': 'actions-github.ts',
  '@octokit/plugin-throttling': 'actions-github.ts',
  '@aws-sdk/client-s3': 'aws-commands.ts',
  '@aws-sdk/client-dynamodb': 'aws-commands.ts',
  '@aws-sdk/client-sts': 'aws-commands.ts',
  [`${src}runner/outputs.ts`]: 'outputs.ts',
  [`${src}runner/system.ts`]: 'system.ts',
  [`${src}backend/aws-clients.ts`]: 'aws-clients.ts',
}

/** Modules that are loaded only where they are needed; loading takes real time, in which virtual time must not pass. */
const loadedLater =
  /\bimport\('((?:@aws-sdk\/client-\w+|@actions\/github|@octokit\/plugin-\w+|\.{1,2}\/)[^']*)'\)/g

/**
 * From here on the modules of src/ get a simulated machine in place of Node's own modules and globals, and the texts
 * of `patches`. For the whole of this process, so nothing of src/ may be loaded yet.
 */
export function simulateMachine(patches: readonly Patch[]): void {
  const left = new Set(patches)
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (context.parentURL?.startsWith(src) !== true) return nextResolve(specifier, context)
      const name = specifier.startsWith('.') ? new URL(specifier, context.parentURL).href : specifier
      const standIn = replaced[name]
      if (standIn === undefined) return nextResolve(specifier, context)
      return { url: `${standIns}${standIn}`, format: 'module-typescript', shortCircuit: true }
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.startsWith(src) || loaded.source === undefined) return loaded
      let text = textOf(loaded.source)
      for (const patch of patches) {
        if (url !== `${src}${patch.file}`) continue
        if (text.split(patch.find).length !== 2)
          throw new Error(`src/${patch.file} does not have this text once any more:\n${patch.find}`)
        text = text.replace(patch.find, () => patch.replace)
        left.delete(patch)
      }
      return { ...loaded, source: withStandIns(text) }
    },
  })
  process.on('exit', (code) => {
    if (code === 0 && left.size > 0) {
      console.error(`never loaded: ${[...left].map(({ file }) => file).join(', ')}`)
      process.exitCode = 1
    }
  })
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source)
}

/** The lines keep their numbers. */
function withStandIns(text: string): string {
  const later: string[] = []
  const eager = text.replace(loadedLater, (_, specifier: string) => {
    later.push(specifier)
    return `Promise.resolve(later${later.length - 1})`
  })
  const imports = later.map((specifier, index) => `import * as later${index} from '${specifier}';`)
  const globals = ['process', 'AbortSignal'].filter((name) => new RegExp(`\\b${name}\\.`).test(text))
  if (globals.length > 0) imports.push(`import { ${globals.join(', ')} } from '${standIns}globals.ts';`)
  return `${imports.join(' ')} ${eager}`
}
