/**
 * `node huntLaws.ts`: tries each hunt's law on the sources with the defect, and all laws of the model on the sources as they
 * are, in one run of vitest. Prints what each said, as JSON by the hunt's name; `nothing` are the sources as they are.
 */
import { fileURLToPath } from "node:url"
import { startVitest } from "vitest/node"
import { type Defect, plant } from "./Defect.ts"
import { lawHunts, model } from "./lawHunts.ts"

const root = fileURLToPath(new URL("../../../..", import.meta.url))

/** Plants the defect as vitest loads the source; the file stays as it is. */
const planting = (defect: Defect) => ({
  name: "planted-defect",
  enforce: "pre" as const,
  transform: (source: string, id: string) => (id.endsWith(`/${defect.file}`) ? plant(source, defect) : undefined)
})

const project = (name: string, lives: number, tests: string, law: string, defect?: Defect) => ({
  root,
  plugins: defect === undefined ? [] : [planting(defect)],
  test: {
    name,
    include: [tests],
    testNamePattern: law,
    env: { MODEL_RUNS: String(lives) },
    setupFiles: [fileURLToPath(new URL("firstFailure.ts", import.meta.url))],
    pool: "forks" as const,
    fsModuleCache: false,
    testTimeout: 600_000
  }
})

/** fast-check tells the life in the message, and what was wrong with it in the cause. */
const withCauses = ({ message, cause }: { readonly message: string; readonly cause?: unknown }): Array<string> => [
  message,
  ...(typeof cause === "object" && cause !== null && "message" in cause && typeof cause.message === "string"
    ? withCauses({ ...cause, message: cause.message })
    : [])
]

const vitest = await startVitest([], {
  root,
  config: false,
  watch: false,
  reporters: [{}],
  maxWorkers: 2,
  // A cached module would be that of another hunt: the cache doesn't know what a plugin does.
  fsModuleCache: false,
  projects: [
    project("nothing", 20, model, ""),
    ...Object.entries(lawHunts).map(([name, { defect, tests, law }]) => project(name, 400, tests, law, defect))
  ]
})
const found = vitest.state.getTestModules().map((module) => {
  const results = [...module.children.allTests()].map((test) => test.result())
  const errors = [...module.errors(), ...results.flatMap((result) => result.errors ?? [])]
  const passed = results.filter(({ state }) => state === "passed").length
  return [module.project.name, { passed, complaints: errors.flatMap(withCauses) }] as const
})
await vitest.close()
console.log(JSON.stringify(Object.fromEntries(found)))
process.exitCode = 0
