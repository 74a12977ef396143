import { fileURLToPath } from 'node:url'

/** Where the demo writes its page. */
export const pagePath = fileURLToPath(
  new URL('../../node_modules/.cache/lockstep-demo/pull-request.html', import.meta.url),
)
