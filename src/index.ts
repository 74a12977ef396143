import { basename } from 'node:path'

// dist/post.js imports this bundle, so that both steps share one copy of the AWS SDK. The script's name alone tells
// them apart: what main saved may be missing, and a post step that took itself for main would apply.
if (basename(process.argv[1] ?? '') === 'post.js') {
  const { post } = await import('./post.ts')
  await post(process.env)
} else {
  const { main } = await import('./main.ts')
  await main(process.env)
}
// All that matters was awaited; connections that are kept alive would hold the process for a while.
process.stdout.write('', () => process.exit())
