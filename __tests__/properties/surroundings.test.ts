import { testProperties } from '../support/properties.ts'
import { surroundingProperties } from './surroundings.ts'

testProperties(surroundingProperties)
