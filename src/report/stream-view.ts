import { isExecutionHalted } from '../plan/run-facts.ts'
import { diagnosticFromJson, renderDiagnostic } from '../plan/diagnostic.ts'
import type { StreamLine } from '../plan/run-facts.ts'

/** What of the stream the log shows, as Terraform's own human output would. */
export interface StreamView {
  /** The text for one line of the stream; undefined when the log shows nothing for it. */
  show(line: StreamLine): string | undefined
}

/** `showPlannedChanges`: no full plan text follows, so the one-line form of each change is all there is to see. */
export function createStreamView(options: { readonly showPlannedChanges: boolean }): StreamView {
  let halted = false
  return {
    show(line) {
      if (line.kind === 'text') return line.text === '' ? undefined : line.text
      switch (line.type) {
        case 'version':
        case 'refresh_complete':
          return undefined
        case 'planned_change':
        case 'resource_drift':
        case 'planned_action_invocation':
          return options.showPlannedChanges ? line.message : undefined
        case 'log':
          return logText(line.body, line.message)
        case 'outputs':
          return renderOutputs(line.body['outputs'])
        case 'change_summary':
          return isOfPlan(line.body['changes']) && !options.showPlannedChanges
            ? undefined
            : `\n${line.message}\n`
        case 'diagnostic': {
          const diagnostic = diagnosticFromJson(line.body['diagnostic'])
          if (diagnostic === undefined) return line.message
          // One for each resource that an interrupt left undone: 2,610 of them were seen in one run.
          if (isExecutionHalted(diagnostic) && halted) return undefined
          halted ||= isExecutionHalted(diagnostic)
          return `\n${renderDiagnostic(diagnostic)}\n`
        }
        default:
          return line.message
      }
    },
  }
}

// An "Emergency state dump" carries the whole state, secrets included; its message alone is shown.
function logText(body: Record<string, unknown>, message: string): string {
  return 'state' in body ? `${message} (the state is not shown here)` : message
}

// After an apply each output has a value; before it, an action, which the plan shows better. Sensitive ones have none.
function renderOutputs(outputs: unknown): string | undefined {
  if (typeof outputs !== 'object' || outputs === null) return undefined
  const lines = Object.entries(
    outputs as Record<string, { sensitive?: boolean; value?: unknown; action?: unknown } | null>,
  )
    .filter(([, output]) => output?.action === undefined)
    .map(([name, output]) => {
      return `${name} = ${output?.sensitive === true ? '<sensitive>' : JSON.stringify(output?.value ?? null)}`
    })
  return lines.length === 0 ? undefined : `Outputs:\n\n${lines.join('\n')}\n`
}

// The plan's text ends in the same sentence; and an interrupted plan says "0 to add" here.
function isOfPlan(changes: unknown): boolean {
  return (changes as { operation?: unknown } | undefined)?.operation === 'plan'
}
