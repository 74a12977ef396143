import { appendToRunnerFile, renderFileCommands } from './file-commands.ts'

type Environment = Readonly<Record<string, string | undefined>>

// Not through @actions/core: it carries an HTTP client, whose loading takes 35 ms of the time in which Terraform is at
// work, and of its processor.

/** Hands values to the runner. */
export function setOutputs(env: Environment, outputs: Readonly<Record<string, string>>): void {
  appendToRunnerFile(env['GITHUB_OUTPUT'], renderFileCommands(outputs))
}

/** Appends Markdown to the job summary. */
export function appendSummary(env: Environment, markdown: string): void {
  appendToRunnerFile(env['GITHUB_STEP_SUMMARY'], markdown)
}
