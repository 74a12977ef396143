import { testProperties } from '../support/properties.ts'
import { planProperties } from './plan.ts'

testProperties(planProperties)
