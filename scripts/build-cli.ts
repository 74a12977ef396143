// Builds cli/, which the npm package holds; npm does this before it packs.
import { bundle } from './bundle.ts'

bundle('cli-entry.ts', 'cli', { 'lockstep.js': "#!/usr/bin/env node\nimport './index.js'\n" })
