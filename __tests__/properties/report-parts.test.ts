import { testProperties } from '../support/properties.ts'
import { reportPartProperties } from './report-parts.ts'

testProperties(reportPartProperties)
