import type { Inputs } from '../runner/inputs.ts'

type InitInputs = Pick<Inputs, 'backendConfig' | 'initArguments'>
type PlanInputs = Pick<Inputs, 'lock' | 'destroy' | 'refreshOnly' | 'varFiles' | 'planArguments'>
type ApplyInputs = Pick<Inputs, 'destroy' | 'refreshOnly' | 'varFiles' | 'planArguments' | 'applyArguments'>

/** One owner of waiting (lock rule 2): Terraform's own gaps grow to 16 s, and it gives up on a lost race. */
const oneTry = '-lock-timeout=0s'

export function initArguments(inputs: InitInputs): string[] {
  const backendConfig = inputs.backendConfig.map((value) => `-backend-config=${value}`)
  return [
    'init',
    '-input=false',
    '-no-color',
    '-lock=true',
    oneTry,
    ...backendConfig,
    ...inputs.initArguments,
  ]
}

/** Exit code 2 means changes, and only together with `-detailed-exitcode`. */
export function planArguments(inputs: PlanInputs, planFile: string): string[] {
  return [
    'plan',
    '-json',
    '-input=false',
    '-detailed-exitcode',
    `-lock=${String(inputs.lock)}`,
    oneTry,
    `-out=${planFile}`,
    ...planOptions(inputs),
  ]
}

/** A saved plan carries its variables and options; Terraform refuses them when it is applied. */
export function applyPlanArguments(inputs: Pick<ApplyInputs, 'applyArguments'>, planFile: string): string[] {
  return ['apply', '-json', '-input=false', '-lock=true', oneTry, ...inputs.applyArguments, planFile]
}

export function applyUnreviewedArguments(inputs: ApplyInputs): string[] {
  return [
    'apply',
    '-json',
    '-input=false',
    '-auto-approve',
    '-lock=true',
    oneTry,
    ...planOptions(inputs),
    ...inputs.applyArguments,
  ]
}

// TF_CLI_ARGS may hold -json, which would turn the text into JSON; what stands on the command line wins.
export function showTextArguments(planFile: string): string[] {
  return ['show', '-json=false', '-no-color', planFile]
}

export function showJsonArguments(planFile: string): string[] {
  return ['show', '-json', planFile]
}

export const showStateArguments: readonly string[] = ['show', '-json']

export const pullStateArguments: readonly string[] = ['state', 'pull', '-no-color']

/**
 * Without `-force`: its comparison of serial and lineage is the guard. `ownLock`: the lock of the run that could not
 * save this state still stands, and would refuse the push that it waits for. It also keeps everybody else out; only
 * where somebody has removed it by force since, nothing but the serial tells of their work.
 */
export function pushStateArguments(file: string, { ownLock }: { readonly ownLock: boolean }): string[] {
  return ['state', 'push', '-no-color', `-lock=${String(!ownLock)}`, oneTry, file]
}

function planOptions(
  inputs: Pick<PlanInputs, 'destroy' | 'refreshOnly' | 'varFiles' | 'planArguments'>,
): string[] {
  return [
    ...(inputs.destroy ? ['-destroy'] : []),
    ...(inputs.refreshOnly ? ['-refresh-only'] : []),
    ...inputs.varFiles.map((file) => `-var-file=${file}`),
    ...inputs.planArguments,
  ]
}
