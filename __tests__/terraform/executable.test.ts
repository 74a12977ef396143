import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { LockstepError } from '../../src/errors.ts'
import { findExecutable, type Executable } from '../../src/terraform/executable.ts'
import { thrownBy } from '../support/thrown-by.ts'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-executable-')))
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

const binary = '\u007fELF'
const script = '#!/usr/bin/env node\n'
function put(file: string, content = binary, mode = 0o755): string {
  const path = join(root, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}
const find = (
  wanted: string | undefined,
  folders: string[],
  env: Record<string, string> = {},
): Executable => {
  const path = folders.map((folder) =>
    folder.startsWith('.') || folder === '' ? folder : join(root, folder),
  )
  return findExecutable(wanted, { PATH: path.join(delimiter), ...env }, root)
}

describe('without a wish', () => {
  test('Terraform on PATH is taken, then OpenTofu', () => {
    const tofu = put('a/tofu')
    expect(find(undefined, ['a', 'b'])).toEqual({ path: tofu, isScript: false })
    const terraform = put('b/terraform')
    expect(find(undefined, ['a', 'b'])).toEqual({ path: terraform, isScript: false })
  })

  test('the first folder of PATH wins', () => {
    put('b/terraform')
    const first = put('a/terraform')
    expect(find(undefined, ['a', 'b']).path).toBe(first)
  })

  test('what cannot be run is passed over', () => {
    put('a/terraform', binary, 0o644)
    mkdirSync(join(root, 'b', 'terraform'), { recursive: true })
    symlinkSync(join(root, 'nowhere'), put('c/x').replace(/x$/, 'terraform'))
    const last = put('d/terraform')
    expect(find(undefined, ['a', 'b', 'c', 'd']).path).toBe(last)
  })

  test.each(['', '.', './a'])(
    'the entry %j of PATH, which may be the repository, is not looked into',
    (entry) => {
      put('terraform')
      put('a/terraform')
      const before = process.cwd()
      process.chdir(root)
      try {
        expect(thrownBy(() => find(undefined, [entry])).message).toContain('Neither terraform nor tofu')
      } finally {
        process.chdir(before)
      }
    },
  )

  test('none at all says how to get one', () => {
    const error = thrownBy(() => find(undefined, ['a']))
    expect(error.reason).toBe('terraform-error')
    expect(error.advice).toContain('hashicorp/setup-terraform')
    expect(thrownBy(() => findExecutable(undefined, {}, root))).toBeInstanceOf(LockstepError)
  })
})

describe('with a wish', () => {
  test('a name is looked for on PATH', () => {
    put('a/terraform')
    const wanted = put('a/terraform-1.11')
    expect(find('terraform-1.11', ['a']).path).toBe(wanted)
  })

  test('a path is taken from the workspace', () => {
    const wanted = put('tools/terraform')
    expect(find('tools/terraform', []).path).toBe(wanted)
    expect(find('./tools/../tools/terraform', []).path).toBe(wanted)
    expect(find(wanted, []).path).toBe(wanted)
  })

  test.each(['terraform', 'tools/terraform', '/nowhere/terraform', '..'])(
    '%s, which is not there, is named',
    (wanted) => {
      put('other/terraform')
      expect(thrownBy(() => find(wanted, [])).message).toContain(`"${wanted}"`)
    },
  )

  test('a name is never found in the workspace', () => {
    put('terraform')
    thrownBy(() => find('terraform', []))
  })

  test('one that may not be run is named', () => {
    put('tools/terraform', binary, 0o644)
    expect(thrownBy(() => find('tools/terraform', [])).message).toContain('may not be run')
  })
})

describe('the wrapper of setup-terraform', () => {
  test('is never run: the binary beside it is', () => {
    put('a/terraform', script)
    const hidden = put('a/terraform-bin')
    expect(find(undefined, ['a'])).toEqual({ path: hidden, isScript: false })
  })

  test('is never run: the binary in TERRAFORM_CLI_PATH is', () => {
    put('a/terraform', script)
    const hidden = put('cli/terraform-bin')
    const env = { TERRAFORM_CLI_PATH: join(root, 'cli') }
    expect(find(undefined, ['a'], env)).toEqual({ path: hidden, isScript: false })
  })

  test('of OpenTofu is never run either', () => {
    put('a/tofu', script)
    const hidden = put('cli/tofu-bin')
    const env = { TOFU_CLI_PATH: join(root, 'cli'), TERRAFORM_CLI_PATH: '' }
    expect(find(undefined, ['a'], env)).toEqual({ path: hidden, isScript: false })
  })

  test('is not told by its name: a binary is run, whatever lies beside it', () => {
    const path = put('a/terraform')
    put('a/terraform-bin')
    expect(find(undefined, ['a'])).toEqual({ path, isScript: false })
  })
})

describe('any other script', () => {
  test('is run, and known to be one', () => {
    const path = put('a/terraform', '#!/bin/sh\nexec /opt/terraform "$@"\n')
    expect(find(undefined, ['a'])).toEqual({ path, isScript: true })
  })

  test.each([
    ['is a script too', script, 0o755],
    ['cannot be run', binary, 0o644],
  ])('stays one when what lies beside it %s', (_, content, mode) => {
    const path = put('a/terraform', script)
    put('a/terraform-bin', content, mode)
    expect(find(undefined, ['a'])).toEqual({ path, isScript: true })
  })

  test.each(['', '#', 'x'])('a file of %j is none', (content) => {
    const path = put('a/terraform', content)
    expect(find(undefined, ['a'])).toEqual({ path, isScript: false })
  })
})
