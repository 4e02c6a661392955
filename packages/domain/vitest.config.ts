import { oneProcess, project } from "../../vitest.project.ts"

export default project("domain", oneProcess)
