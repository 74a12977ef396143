import { testProperties } from '../support/properties.ts'
import { auditProperties } from './audit.ts'

testProperties(auditProperties)
