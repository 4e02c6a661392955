import { project, pure } from "../../../vitest.project.ts"

export default project("adapter-memory", pure)
