import { putTerraformOnPath } from '../../scripts/provide-terraform.ts'

/** Before any worker is started, which takes its PATH from this process. */
export default putTerraformOnPath
