import { testProperties } from '../support/properties.ts'
import { reportTextProperties } from './report-text.ts'

testProperties(reportTextProperties)
