import { oneProcess, project } from "../../vitest.project.ts"

export default project("api", oneProcess)
