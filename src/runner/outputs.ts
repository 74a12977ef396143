import { appendFile } from 'node:fs/promises'
import { renderFileCommands } from './file-commands.ts'

type Environment = Readonly<Record<string, string | undefined>>

// Not through @actions/core: it carries an HTTP client, whose loading takes 35 ms of the time in which Terraform is at
// work, and of its processor.

/** Hands values to the runner. Does nothing where no runner has given a file for them. */
export async function setOutputs(env: Environment, outputs: Readonly<Record<string, string>>): Promise<void> {
  await append(env['GITHUB_OUTPUT'], renderFileCommands(outputs))
}

/** Appends Markdown to the job summary. */
export async function appendSummary(env: Environment, markdown: string): Promise<void> {
  await append(env['GITHUB_STEP_SUMMARY'], markdown)
}

async function append(file: string | undefined, text: string): Promise<void> {
  if (file !== undefined && file !== '') await appendFile(file, text)
}
