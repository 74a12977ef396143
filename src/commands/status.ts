import type { Backend } from '../backend/backend.ts'
import { backendFromAddress } from '../backend/resolve.ts'
import { describeHolder } from '../lock/lock-holder.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Inputs } from '../runner/inputs.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { prepare } from './prepare.ts'

/** Reads the lock: who holds it, since when. Takes no lock and changes nothing. */
export async function status(deps: Dependencies, journey: Journey): Promise<Outcome> {
  const backend = await findBackend(deps, journey)
  const reading = await backend.lock.read(deps.cancelled)
  switch (reading.kind) {
    case 'free':
      deps.log.say(describeFree(deps.inputs))
      break
    case 'held':
      journey.holder = await deps.holders.look(reading.holder)
      deps.log.say(`The state is locked by ${describeHolder(journey.holder)}.`)
      break
    case 'unknown':
      deps.log.say(`Whether the state is locked is not known: ${reading.reason}.`)
  }
  return { kind: 'lock-read', reading }
}

/** The backend of `state-address`, or of the Terraform folder. */
export async function findBackend(deps: Dependencies, journey: Journey): Promise<Backend> {
  const { stateAddress } = deps.inputs
  if (stateAddress === undefined) return (await prepare(deps, journey)).backend
  const backend = backendFromAddress(stateAddress, { ...deps, workspaceRoot: deps.inputs.workspaceRoot })
  journey.stateAddress = backend.address
  journey.mechanism = backend.mechanism
  deps.log.say(`State: ${plainLine(backend.address, 500)}`)
  return backend
}

/** An address names its lock table itself; without one a state that DynamoDB alone locks looks free. */
export function describeFree({ stateAddress }: Pick<Inputs, 'stateAddress'>): string {
  return stateAddress === undefined || stateAddress.dynamodbTable !== undefined
    ? 'The state is not locked.'
    : 'The state is not locked, as far as its lock file tells. A DynamoDB lock is looked at with dynamodb_table in state-address.'
}
