import { project, pure } from "../../vitest.project.ts"

export default project("application", pure)
