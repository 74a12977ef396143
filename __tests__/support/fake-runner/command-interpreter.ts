import { validLocation } from './annotation-location.ts'
import type { SecretMasker } from './secret-masker.ts'
import { setEnvironment } from './step-record.ts'
import type { ObservedCommand, OutputStream, StepRecord } from './step-record.ts'
import { commandNames, looksLikeCommand, parseWorkflowCommand, propertyOf } from './workflow-commands.ts'

export interface InterpreterSettings {
  masker: SecretMasker
  /** GITHUB_WORKSPACE; file names of annotations below it become relative. */
  workspace: string
  repository: string
  /** ACTIONS_ALLOW_UNSECURE_COMMANDS in the environment of the job. */
  allowsUnsecureCommands: boolean
  /** Whether the log shows `debug` commands. */
  debug: boolean
}

export interface CommandInterpreter {
  /** Obeys or shows one line; returns the command that it was, if any. */
  receive(text: string, stream: OutputStream): ObservedCommand | undefined
  /** Says what is still open when the process has ended. */
  end(): void
}

/** Port of `OutputManager.OnDataReceived` and `ActionCommandManager.TryProcessCommand`, one for each step. */
export function createCommandInterpreter(
  record: StepRecord,
  settings: InterpreterSettings,
): CommandInterpreter {
  const registered = new Set<string>(commandNames)
  let stopToken: string | undefined
  let echoes = false

  function receive(text: string, stream: OutputStream): ObservedCommand | undefined {
    const parsed = parseWorkflowCommand(text, registered)
    if (parsed === undefined) {
      if (stopToken === undefined && looksLikeCommand(text)) {
        record.problems.push(`the runner knows no such command: ${text.trim()}`)
      }
      show(text)
      return undefined
    }
    const command = { ...parsed, stream, obeyed: stopToken === undefined || parsed.name === stopToken }
    record.commands.push(command)
    if (!command.obeyed) {
      show(text)
    } else {
      if (stream === 'stderr') record.problems.push(`a command was printed on stderr: ${text.trim()}`)
      obey(command, text)
    }
    return command
  }

  // Only the runner itself may print these two.
  function show(text: string): void {
    record.write(text.replaceAll(/##\[(start|end)-action/g, '##[\\$1-action'))
  }

  function obey(command: ObservedCommand, text: string): void {
    if (command.name === stopToken) {
      record.write(text)
      registered.delete(stopToken)
      stopToken = undefined
      return
    }
    if (echoes && !isNeverEchoed(command.name)) record.write(text)
    try {
      if (command.name === 'stop-commands') stop(command, text)
      else obeyCommand(command, record, settings, setEcho)
    } catch (error) {
      const shown = isNeverEchoed(command.name) ? command.name : text
      record.complain('error', `Unable to process command '${shown}' successfully.`)
      record.complain('error', error instanceof Error ? error.message : String(error))
      record.commandFailed = true
    }
  }

  // The runner lets go of a step whose token it refuses; here the step is failed and goes on.
  function stop(command: ObservedCommand, text: string): void {
    const token = command.data.toLowerCase()
    if (token === '' || token === 'pause-logging' || registered.has(token)) {
      throw new Error("The token of 'stop-commands' is empty, 'pause-logging', or a workflow command.")
    }
    stopToken = token
    registered.add(token)
    if (token.length > 6) settings.masker.addValue(command.data)
    record.write(text)
  }

  function setEcho(on: boolean): void {
    echoes = on
  }

  return {
    receive,
    end() {
      if (stopToken !== undefined) record.problems.push('stop-commands was never resumed')
    },
  }
}

function isNeverEchoed(name: string): boolean {
  return ['add-mask', 'debug', 'warning', 'error', 'notice'].includes(name)
}

function obeyCommand(
  command: ObservedCommand,
  record: StepRecord,
  settings: InterpreterSettings,
  setEcho: (on: boolean) => void,
): void {
  switch (command.name) {
    case 'error':
    case 'warning':
    case 'notice':
      record.annotate(command.name, command.data, annotationProperties(command, record, settings))
      return
    case 'debug':
      if (settings.debug) {
        for (const line of command.data.split(/\r?\n/)) record.write(`##[debug]${line}`)
      }
      return
    case 'group':
      record.write(`##[group]${command.data}`)
      return
    case 'endgroup':
      record.write('##[endgroup]')
      return
    case 'echo':
      setEcho(parseSwitch(command.data))
      return
    case 'add-mask':
      addMask(command.data, record, settings.masker)
      return
    case 'set-output':
      record.complain('warning', deprecated(command.name))
      record.outputs.set(requiredName(command), command.data)
      return
    case 'save-state':
      record.complain('warning', deprecated(command.name))
      record.state.set(requiredName(command), command.data)
      return
    case 'set-env':
      allowUnsecure(command.name, settings)
      setEnvironment(record, requiredName(command), command.data)
      return
    case 'add-path':
      allowUnsecure(command.name, settings)
      if (command.data === '') throw new Error("Value cannot be null. (Parameter 'path')")
      record.path.push(command.data)
      return
    default:
      record.problems.push(`'${command.name}' has no effect here: this runner has no problem matchers`)
  }
}

function addMask(value: string, record: StepRecord, masker: SecretMasker): void {
  if (value.trim() === '') {
    record.complain('warning', "Can't add secret mask for empty string in ##[add-mask] command.")
    return
  }
  record.masks.push(value)
  masker.addSecret(value)
}

function annotationProperties(
  command: ObservedCommand,
  record: StepRecord,
  settings: InterpreterSettings,
): Record<string, string> {
  const { properties, corrections } = validLocation(command)
  for (const correction of corrections) record.problems.push(`${command.name} annotation: ${correction}`)
  const file = propertyOf({ properties }, 'file')
  const folder = settings.workspace.replace(/\/?$/, '/')
  if (file?.startsWith(folder) !== true) return properties
  return { ...properties, repo: settings.repository, file: file.slice(folder.length) }
}

function parseSwitch(value: string): boolean {
  const word = value.trim().toUpperCase()
  if (word !== 'ON' && word !== 'OFF') {
    throw new Error(`Invalid echo command value. Possible values can be: 'on', 'off'. It is: '${value}'.`)
  }
  return word === 'ON'
}

function requiredName(command: ObservedCommand): string {
  const name = propertyOf(command, 'name')
  if (name === undefined) throw new Error(`Required field 'name' is missing in ##[${command.name}] command.`)
  return name
}

function allowUnsecure(name: string, settings: InterpreterSettings): void {
  if (!settings.allowsUnsecureCommands) {
    throw new Error(`The \`${name}\` command is disabled. Please upgrade to using Environment Files.`)
  }
}

function deprecated(name: string): string {
  return `The \`${name}\` command is deprecated and will be disabled soon. Please upgrade to using Environment Files.`
}
