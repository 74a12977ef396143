import { sleep } from './kernel.ts'
import type { Process } from './machine.ts'
import { readState, StateError } from './terraform/state-store.ts'
import { loadPlan, planJson, planText } from './terraform/plan-file.ts'
import type { ProgramIo } from './terraform/io.ts'
import { operate } from './terraform/operation.ts'
import { pushState } from './terraform/state-push.ts'
import { renderState } from './state.ts'
import { theWorld } from './world.ts'

/** The modelled Terraform, by what it is started with. Returns its exit code. */
export async function runProgram(process: Process, args: readonly string[], io: ProgramIo): Promise<number> {
  const { machine, random } = process
  const last = args.at(-1) ?? ''
  switch (args[0]) {
    case 'plan':
    case 'apply':
      return await operate(process, args, io)
    case 'version':
      await sleep(20)
      io.out(theWorld().jobOn(machine)?.engine === 'tofu' ? 'OpenTofu v1.11.0\n' : 'Terraform v1.11.4\n')
      return 0
    case 'init':
      await sleep(100 + 300 * random())
      io.out('Terraform has been successfully initialized!\n')
      return 0
    case 'workspace':
      io.out('* default\n')
      return 0
    case 'output':
      await sleep(50)
      io.out('{}\n')
      return 0
    case 'show': {
      await sleep(30 + 50 * random())
      // Without a plan file it is the state that is shown.
      if (last.startsWith('-')) return await showState(process, io)
      const plan = loadPlan(machine, last)
      if (plan === undefined) return 1
      io.out(args.includes('-json') ? planJson(plan) : planText(plan))
      return 0
    }
    case 'state':
      return args[1] === 'push' ? await pushState(process, args, io) : await pullState(process, io)
    default:
      return 1
  }
}

async function pullState({ machine }: Process, io: ProgramIo): Promise<number> {
  await sleep(60)
  try {
    const state = await readState(theWorld().stateOf(machine))
    if (state.lineage !== '') io.out(renderState(state))
    return 0
  } catch (error) {
    if (!(error instanceof StateError)) throw error
    io.err(`Failed to refresh state: ${error.message}\n`)
    return 1
  }
}

async function showState({ machine }: Process, io: ProgramIo): Promise<number> {
  try {
    const { resources } = await readState(theWorld().stateOf(machine))
    const shown = resources.map((name) => ({
      ...{ address: `terraform_data.${name}`, mode: 'managed', type: 'terraform_data', name },
      ...{ values: { id: name }, sensitive_values: {} },
    }))
    io.out(`${JSON.stringify({ format_version: '1.0', values: { root_module: { resources: shown } } })}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof StateError)) throw error
    io.err(`Failed to load state: ${error.message}\n`)
    return 1
  }
}
