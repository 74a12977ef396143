import { checkArguments } from '../terraform/arguments-policy.ts'
import type { InputValues } from './input-table.ts'

/** Without the inputs that are not valid by themselves: a rule on one of those has nothing to say. */
type Given = Partial<InputValues>

interface Rule {
  readonly isBroken: (given: Given) => boolean
  readonly problem: string
}

const OF_ONE_COMMAND: readonly {
  readonly name: string
  readonly command: InputValues['command']
  readonly isGiven: (given: Given) => boolean
}[] = [
  {
    name: 'working-directories',
    command: 'audit',
    isGiven: (given) => (given['working-directories'] ?? []).length > 0,
  },
  { name: 'fail-on-drift', command: 'drift', isGiven: (given) => given['fail-on-drift'] === true },
  ...(['lock-id', 'reason'] as const).map((name) => ({
    name,
    command: 'unlock' as const,
    isGiven: (given: Given) => given[name] !== undefined,
  })),
  { name: 'state-version', command: 'restore', isGiven: (given) => given['state-version'] !== undefined },
  { name: 'repair-digest', command: 'restore', isGiven: (given) => given['repair-digest'] === true },
]

const rules: readonly Rule[] = [
  {
    isBroken: (given) =>
      given['state-address'] !== undefined && given.command !== undefined && !looksAtLockOnly(given),
    problem:
      '`state-address` is only for the commands `status`, `wait` and `unlock`; the others read the backend of a Terraform folder',
  },
  {
    isBroken: (given) => given['state-address'] !== undefined && given.workspace !== undefined,
    problem:
      '`state-address` and `workspace` are both given: an address already names the state of one workspace',
  },
  {
    isBroken: (given) =>
      given['create-workspace'] === true && given.command !== undefined && !changesResources(given),
    problem:
      '`create-workspace` is "true": only `plan` and `apply` accept that, since the other commands are about a state that is there',
  },
  {
    isBroken: (given) => given.lock === false && given.command === 'apply',
    problem:
      '`lock` is "false", and an apply without the lock can destroy a state that somebody else is writing; ' +
      'only `plan` and `drift` can go without',
  },
  {
    isBroken: (given) => given.lock === false && (looksAtLockOnly(given) || given.command === 'audit'),
    problem:
      '`lock` is "false": only `plan` and `drift` accept that; `status`, `wait`, `unlock` and `audit` never take the lock',
  },
  {
    isBroken: (given) => given.command === 'unlock' && isMissing(given, 'lock-id'),
    problem: '`lock-id` is missing: `unlock` removes exactly the lock that it names; `status` tells the ID',
  },
  {
    isBroken: (given) => given.command === 'unlock' && isMissing(given, 'reason'),
    problem: '`reason` is missing: `unlock` tells it with who has removed the lock, and when',
  },
  {
    isBroken: (given) =>
      given.force === true && given.command !== undefined && !['unlock', 'restore'].includes(given.command),
    problem: '`force` is only for the commands `unlock` and `restore`',
  },
  {
    isBroken: (given) => given.lock === false && given.command === 'restore',
    problem:
      '`lock` is "false", and who brings a state back without the lock can destroy one that somebody else is writing',
  },
  ...OF_ONE_COMMAND.map(({ name, command, isGiven }) => ({
    isBroken: (given: Given) => given.command !== undefined && given.command !== command && isGiven(given),
    problem: `\`${name}\` is only for the command \`${command}\``,
  })),
  {
    isBroken: (given) =>
      (given['working-directories'] ?? []).length > 0 && given['working-directory'] !== '.',
    problem: '`working-directory` and `working-directories` are both given: leave one of them out',
  },
  {
    isBroken: (given) => given['state-version'] !== undefined && given['repair-digest'] === true,
    problem:
      '`state-version` and `repair-digest` are both given: a state that is brought back gets its digest with it, so leave one of them out',
  },
  {
    isBroken: (given) => given.destroy === true && given.command === 'drift',
    problem:
      '`destroy` is "true": `drift` looks for what differs, and a plan to destroy differs in everything',
  },
  {
    isBroken: (given) => given.destroy === true && given['refresh-only'] === true,
    problem: '`destroy` and `refresh-only` are both "true": Terraform can do only one of them in a plan',
  },
  {
    isBroken: (given) =>
      given['plan-file'] !== undefined && given.command !== undefined && given.command !== 'apply',
    problem: '`plan-file` is only for the command `apply`; where a plan was saved is the output `plan-file`',
  },
  {
    isBroken: (given) =>
      given['plan-digest'] !== undefined && given.command !== undefined && given.command !== 'apply',
    problem:
      '`plan-digest` is only for the command `apply`; the digest of a plan is the output `plan-digest`',
  },
  {
    isBroken: (given) =>
      given.command === 'apply' &&
      given['apply-policy'] === 'unreviewed' &&
      given['plan-digest'] !== undefined,
    problem:
      '`plan-digest` is about the plan that was approved, and `apply-policy` is "unreviewed": leave one of them out',
  },
  {
    isBroken: (given) =>
      given.command === 'apply' &&
      given['apply-policy'] === 'unreviewed' &&
      (given['required-approvals'] ?? 0) > 0,
    problem:
      '`required-approvals` is about the plan that was reviewed, and `apply-policy` is "unreviewed": leave one of them out',
  },
  {
    isBroken: (given) => appliesPlanFile(given) && given.destroy === true,
    problem:
      '`destroy` has no effect on a saved plan: give it when planning, and leave it out beside `plan-file`',
  },
  {
    isBroken: (given) => appliesPlanFile(given) && given['refresh-only'] === true,
    problem:
      '`refresh-only` has no effect on a saved plan: give it when planning, and leave it out beside `plan-file`',
  },
  {
    isBroken: (given) => appliesPlanFile(given) && (given['plan-args'] ?? []).length > 0,
    problem:
      '`plan-args` has no effect on a saved plan: give it when planning, and leave it out beside `plan-file`',
  },
]

/** What is wrong with the inputs together. */
export function checkInputRules(given: Given): readonly string[] {
  return rules.filter((rule) => rule.isBroken(given)).map((rule) => rule.problem)
}

/** What is wrong with the lines of `init-args`, `plan-args` and `apply-args`. */
export function checkArgumentInputs(given: Given): readonly string[] {
  return (['init-args', 'plan-args', 'apply-args'] as const).flatMap((name) => {
    const lines = given[name] ?? []
    return checkArguments(lines.map((line) => line.text)).map(
      ({ index, sentence }) => `\`${name}\`, line ${String(lines[index]?.number)}: ${sentence}`,
    )
  })
}

function changesResources(given: Given): boolean {
  return given.command === 'plan' || given.command === 'apply'
}

function looksAtLockOnly(given: Given): boolean {
  return given.command === 'status' || given.command === 'wait' || given.command === 'unlock'
}

/** Left out; an input that is not valid has a problem of its own. */
function isMissing(given: Given, name: 'lock-id' | 'reason'): boolean {
  return name in given && given[name] === undefined
}

function appliesPlanFile(given: Given): boolean {
  return given.command === 'apply' && given['plan-file'] !== undefined
}
