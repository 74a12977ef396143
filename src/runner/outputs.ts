import type * as Core from '@actions/core'

const loadCore = async (): Promise<typeof Core> => await import('@actions/core')

/** Loads what writes the outputs while Terraform is at work: it carries an HTTP client and takes 40 ms. */
export function preloadOutputs(): void {
  // A failure comes back where the outputs are written.
  loadCore().catch(() => undefined)
}

/** Hands values to the runner through its file commands. */
export async function setOutputs(outputs: Readonly<Record<string, string>>): Promise<void> {
  const core = await loadCore()
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
}

/** Appends Markdown to the job summary. */
export async function appendSummary(markdown: string): Promise<void> {
  const core = await loadCore()
  await core.summary.addRaw(markdown).write()
}
