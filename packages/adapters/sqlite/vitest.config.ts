import { oneProcess, project } from "../../../vitest.project.ts"

export default project("adapter-sqlite", oneProcess)
