import { testProperties } from '../support/properties.ts'
import { reportPageProperties } from './report-pages.ts'

testProperties(reportPageProperties)
