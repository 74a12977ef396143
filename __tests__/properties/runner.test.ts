import { testProperties } from '../support/properties.ts'
import { runnerProperties } from './runner.ts'

testProperties(runnerProperties)
