import { isPostStep } from './runner/saved-state.ts'

// One entry for both steps: a bundle for each would carry the AWS SDK twice.
if (isPostStep(process.env)) {
  const { post } = await import('./post.ts')
  await post(process.env)
} else {
  const { main } = await import('./main.ts')
  await main(process.env)
}
// All that matters was awaited; connections that are kept alive would hold the process for a while.
process.stdout.write('', () => process.exit())
