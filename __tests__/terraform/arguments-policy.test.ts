import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import {
  checkArguments,
  checkCliArgsEnvironment,
  findOwnedArgument,
} from '../../src/terraform/arguments-policy.ts'
import { splitShellWords } from '../../src/terraform/shell-words.ts'
import { unicodeText } from '../support/unicode-text.ts'

const owned = [
  ['lock', 'the input `lock`'],
  ['lock-timeout', 'the input `lock-timeout`'],
  ['out', 'the output `plan-file`'],
  ['json', 'the output `plan-json-file`'],
  ['chdir', 'the input `working-directory`'],
  ['backend', 'the backend says where the lock is'],
  ['auto-approve', '`apply-policy: unreviewed`'],
  ['input', 'Lockstep always sets it'],
  ['detailed-exitcode', 'Lockstep sets it'],
  ['state', 'configure a backend'],
  ['state-out', 'configure a backend'],
  ['state-backup', 'configure a backend'],
  ['destroy', 'the input `destroy`'],
  ['refresh-only', 'the input `refresh-only`'],
] as const

describe('an argument that Lockstep owns', () => {
  const spellings = owned.flatMap(([name, instead]) =>
    [`-${name}`, `--${name}`, `-${name}=x`, `--${name}=x`, `-${name}=`].map((line) => [line, name, instead]),
  )
  test.each(spellings)(
    '%s is found, and the sentence says what to use',
    (line = '', name = '', instead = '') => {
      expect(findOwnedArgument(line)?.argument).toBe(`-${name}`)
      expect(findOwnedArgument(line)?.sentence).toContain(instead)
    },
  )

  test.each([
    ...[
      '-var=lock=false',
      '-var-file=state',
      '-target=-lock',
      '-parallelism=5',
      '-upgrade',
      '-lockfile=readonly',
    ],
    ...['-LOCK=false', '-locks', '-outer', '---lock', 'lock', '', '-', '--', '-=lock'],
    ...['-refresh=false', '-input-x', '-constructor', '-toString', '-__proto__', '-hasOwnProperty=1'],
  ])('%s is not one', (line) => {
    expect(findOwnedArgument(line)).toBeUndefined()
  })

  test('a value is never repeated', () => {
    expect(JSON.stringify(findOwnedArgument('-state=hunter2hunter2'))).not.toContain('hunter2')
  })
})

describe('the lines of plan-args', () => {
  test.each([
    [[]],
    [['-var=a=b', '-target=module.x', '-parallelism=2', '-no-color']],
    [['-var', 'a=b', '-target', 'module.x', '-refresh=false']],
    [['-var-file=prod.tfvars', '-var-file', 'prod.tfvars']],
    [['-a-flag-of-tomorrow', 'its value']],
  ])('%j are accepted', (lines) => {
    expect(checkArguments(lines)).toEqual([])
  })

  test.each([
    ['a plan file', ['evil.tfplan'], 0],
    ['a folder after a flag with its value', ['-var=a=b', 'folder'], 1],
    ['a word after a flag that takes none', ['-compact-warnings', 'evil.tfplan'], 1],
    ['a word after --upgrade', ['--upgrade', 'folder'], 1],
    ['the second word after a flag', ['-var', 'a=b', 'evil.tfplan'], 2],
    ['a word after a value that looks like a flag', ['-var', '-x', 'evil.tfplan'], 2],
    ['the end of the flags', ['--'], 0],
    ['standard input', ['-'], 0],
    ['no name', ['-=x'], 0],
    ['three dashes', ['---lock=false'], 0],
    ['a word after a flag with another flag’s name in it', ['-backend-config=a=b', 'folder'], 1],
  ])('%s is refused', (_, lines, index) => {
    const problems = checkArguments(lines)
    expect(problems.map((problem) => problem.index)).toEqual([index])
    expect(problems[0]?.sentence).toContain('not an option')
  })

  test('an owned argument is refused even where it would be a value', () => {
    expect(checkArguments(['-var', '-lock=false'])).toHaveLength(1)
  })

  test.each(['-var=a=b\n-lock=false', '-var=a\0b', '-var=a\rb'])(
    '%j hides something and is refused',
    (line) => {
      expect(checkArguments([line])[0]?.sentence).toContain('a NUL or a line break')
    },
  )

  test('every line that is wrong is reported, and none of their values', () => {
    const problems = checkArguments(['-lock=hunter2', '-var=password=hunter2', 'hunter2', '-out=hunter2'])
    expect(problems.map((problem) => problem.index)).toEqual([0, 2, 3])
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })
})

describe('TF_CLI_ARGS', () => {
  const variables = ['TF_CLI_ARGS', 'TF_CLI_ARGS_init', 'TF_CLI_ARGS_plan', 'TF_CLI_ARGS_apply']

  const refused = [
    ...['-lock=false', '--lock=false', '-lock=0', '-lock=f', '-lock=F', '-lock=FALSE', '-lock=False'],
    ...['-state=x', '--state=x', '-state x', '-state-out=x', '-out=x', '-out x', '-auto-approve'],
    ...[
      '-auto-approve=true',
      '-chdir=x',
      '-backend=false',
      '--backend',
      '"-lock=false"',
      "-lo'ck=fal'se",
      '-var a=b -lock=\\false',
    ],
  ]
  test.each(variables.flatMap((variable) => refused.map((text) => [variable, text])))(
    '%s with %s is refused',
    (variable = '', text = '') => {
      const { problems, notices } = checkCliArgsEnvironment({ [variable]: text })
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatch(
        new RegExp(
          `^\`${variable}\` holds \`-[a-z=-]+\`, which is refused: (use|read|configure|the backend says where) `,
        ),
      )
      expect(notices).toEqual([])
    },
  )

  test.each([
    ...['-lock', '-lock=true', '-lock=1', '-lock-timeout=5m', '-input=true', '-json', '-detailed-exitcode'],
  ])('%s is overridden with a notice', (text) => {
    const { problems, notices } = checkCliArgsEnvironment({ TF_CLI_ARGS_plan: text })
    expect(problems).toEqual([])
    expect(notices).toHaveLength(1)
    expect(notices[0]).toMatch(/^`-[a-z-]+` in `TF_CLI_ARGS_plan` is overridden: /)
  })

  test.each([
    ...['', '  ', '-no-color', '-parallelism=3', '-var "a=-lock=false"', '-var=a=-lock=false', '-destroy'],
    ...['-no-color ; -lock=false', '-no-color | tee -out', '-refresh-only', '-constructor'],
  ])('%j is left as it is', (text) => {
    expect(checkCliArgsEnvironment({ TF_CLI_ARGS: text })).toEqual({ problems: [], notices: [] })
  })

  test('the variables of other commands, and none at all, say nothing', () => {
    const env = { TF_CLI_ARGS_import: '-lock=false', TF_CLI_ARGS_plan: undefined }
    expect(checkCliArgsEnvironment(env)).toEqual({ problems: [], notices: [] })
  })

  test('what Terraform cannot split is a problem', () => {
    const { problems } = checkCliArgsEnvironment({ TF_CLI_ARGS_plan: '-var "hunter2' })
    expect(problems).toEqual([expect.stringContaining("`TF_CLI_ARGS_plan` can't be split")])
    expect(problems[0]).not.toContain('hunter2')
  })

  test('every argument of every variable is reported once', () => {
    const env = { TF_CLI_ARGS: '-lock=false -out=a -out=b', TF_CLI_ARGS_plan: '-lock=false -json -json' }
    const { problems, notices } = checkCliArgsEnvironment(env)
    expect(problems).toHaveLength(3)
    expect(notices).toHaveLength(1)
  })
})

describe('shell words', () => {
  // The outcomes of Terraform 1.11.4, seen in which flag it says is not defined.
  test.each([
    ['', []],
    [' \t\r\n ', []],
    ['a b', ['a', 'b']],
    ['a\tb\nc\rd', ['a', 'b', 'c', 'd']],
    ['a\vb', ['a\vb']],
    ['"a b" c', ['a b', 'c']],
    ["'a b'c", ['a bc']],
    [`-var="a='x'"`, ["-var=a='x'"]],
    [`"a\\"b"`, ['a"b']],
    [`'a\\'`, ['a\\']],
    ['a\\ b', ['a b']],
    ['-s\\tate', ['-state']],
    ['\\"-b', ['"-b']],
    ['"" -b', ['', '-b']],
    ['""-b', ['-b']],
    ['-a ; -b', ['-a']],
    ['-a& -b', ['-a']],
    ['-a>b', ['-a']],
    ['"a;b|c" d', ['a;b|c', 'd']],
    ['"(`$x`)"', ['(`$x`)']],
    ['$HOME ~ *', ['$HOME', '~', '*']],
    ['"a', undefined],
    ["'a", undefined],
    ['a\\', undefined],
    ['a)', undefined],
    ['$(a)', undefined],
    ['`a`', undefined],
  ])('%j are %j', (text, words) => {
    expect(splitShellWords(text)).toEqual(words)
  })

  test('any words survive quoting, and no text throws', () => {
    fc.assert(
      fc.property(fc.array(unicodeText()), (words) => {
        const quoted = words.map((word) => `'${word.replaceAll("'", `'"'"'`)}'`).join(' ')
        expect(splitShellWords(quoted)).toEqual(words)
      }),
    )
    const awkward = fc.array(fc.constantFrom('a', ' ', '"', "'", '\\', '`', '$', '(', ')', ';', '>', '\n'))
    fc.assert(
      fc.property(awkward, (characters) => {
        expect(() => splitShellWords(characters.join(''))).not.toThrow()
      }),
    )
  })
})
