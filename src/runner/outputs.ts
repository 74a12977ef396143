/** Hands values to the runner through its file commands; loaded late, since Terraform starts without it. */
export async function setOutputs(outputs: Readonly<Record<string, string>>): Promise<void> {
  const core = await import('@actions/core')
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
}

/** Appends Markdown to the job summary. A runner without one (local runs) is no failure. */
export async function appendSummary(markdown: string): Promise<void> {
  const core = await import('@actions/core')
  await core.summary.addRaw(markdown).write()
}

/** What the post step needs, written before the thing that it describes starts. */
export async function saveState(values: Readonly<Record<string, string>>): Promise<void> {
  const core = await import('@actions/core')
  for (const [name, value] of Object.entries(values)) core.saveState(name, value)
}
