import { project } from "../../vitest.project.ts"

// Files share a worker's modules: every one needs the simulator and most need Microsoft's clients, which take longer to
// load than the tests to run. Each file starts a simulator of its own, and each test a tenant, so they share no state.
export default project("simulator", { isolate: false })
