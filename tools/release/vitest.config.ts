import { project } from "../../vitest.project.ts"

export default project("release", {
  // @arethetypeswrong/core gives its TypeScript sources under the condition "development", which vitest sets; Node refuses them.
  experimental: { viteModuleRunner: true },
  globalSetup: ["src/testing/packedOnce.ts"]
})
