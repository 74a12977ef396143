// One entry for both steps: a bundle for each would carry the AWS SDK twice. The runner hands the post step what main
// saved, so the mark is the phase.
if (process.env['STATE_phase'] === 'post') {
  const { post } = await import('./post.ts')
  await post(process.env)
} else {
  const { main } = await import('./main.ts')
  await main(process.env)
}

export {}
