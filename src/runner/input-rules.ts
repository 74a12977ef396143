import { checkArguments } from '../terraform/arguments-policy.ts'
import type { InputValues } from './input-table.ts'

/** Without the inputs that are not valid by themselves: a rule on one of those has nothing to say. */
type Given = Partial<InputValues>

interface Rule {
  readonly isBroken: (given: Given) => boolean
  readonly problem: string
}

const rules: readonly Rule[] = [
  {
    isBroken: (given) => given['state-address'] !== undefined && runsTerraform(given),
    problem:
      '`state-address` is only for the commands `status` and `wait`; `plan` and `apply` read the backend',
  },
  {
    isBroken: (given) => given['state-address'] !== undefined && given.workspace !== undefined,
    problem:
      '`state-address` and `workspace` are both given: an address already names the state of one workspace',
  },
  {
    isBroken: (given) =>
      given['create-workspace'] === true && (given.command === 'status' || given.command === 'wait'),
    problem:
      '`create-workspace` is "true": `status` and `wait` change nothing; only `plan` and `apply` accept that',
  },
  {
    isBroken: (given) => given.lock === false && given.command === 'apply',
    problem:
      '`lock` is "false", and an apply without the lock can destroy a state that somebody else is writing; ' +
      'only `plan` can go without',
  },
  {
    isBroken: (given) => given.lock === false && (given.command === 'status' || given.command === 'wait'),
    problem: '`lock` is "false": only `plan` accepts that; `status` and `wait` never take the lock',
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

function runsTerraform(given: Given): boolean {
  return given.command === 'plan' || given.command === 'apply'
}

function appliesPlanFile(given: Given): boolean {
  return given.command === 'apply' && given['plan-file'] !== undefined
}
