import { testProperties } from '../support/properties.ts'
import { lockProperties } from './lock.ts'

testProperties(lockProperties)
