// Builds dist/, which the runner runs.
import { bundle } from './bundle.ts'

bundle('index.ts', 'dist', { 'post.js': "import './index.js'\n" })
