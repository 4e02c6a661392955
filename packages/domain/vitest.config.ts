import { project, pure } from "../../vitest.project.ts"

export default project("domain", pure)
