import { fileURLToPath } from "node:url"
import { defineConfig, mergeConfig, type Plugin } from "vitest/config"
import {
  BaseSequencer,
  type PoolOptions,
  type TestSpecification,
  ThreadsPoolWorker,
  type WorkerRequest
} from "vitest/node"
import { oneProcess, project } from "../../vitest.project.ts"

/** The first test that fails kills a mutant, so files that were soon done come first: unchanged, in the run of all tests. */
class QuickestFirst extends BaseSequencer {
  override sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    const millis = (file: TestSpecification): number => this.ctx.cache.getTestSpecificationResult(file)?.duration ?? 0
    return Promise.resolve(files.toSorted((a, b) => millis(a) - millis(b)))
  }
}

/** Runs after which a thread is replaced, with what tests that failed have left in it. */
const runsAtMost = 50

type Listening = Parameters<ThreadsPoolWorker["on"]>

/**
 * A worker of vitest that lasts from one run to the next. Each mutant is a run of a test file or two, which would otherwise
 * load effect and the sources anew; `vitest.mutation.setup.ts` has the tests themselves evaluated again.
 */
class LastingThread extends ThreadsPoolWorker {
  override readonly name = "lasting"
  #runs = 0
  #isKept = false
  #listening: Array<Listening> = []

  override async start(): Promise<void> {
    if (this.#runs === 0) await super.start()
    this.#runs += 1
    this.#isKept = false
  }

  override on(...listening: Listening): void {
    this.#listening.push(listening)
    super.on(...listening)
  }

  /** A thread that is told to stop hears nothing any more: one that goes on isn't told. */
  override send(message: WorkerRequest): void {
    this.#isKept = message.type === "stop" && this.#runs < runsAtMost
    if (!this.#isKept) return super.send(message)
    const stopped = { __vitest_worker_response__: true, type: "stopped" }
    for (const [event, listener] of this.#listening) if (event === "message") listener(stopped)
  }

  override async stop(): Promise<void> {
    for (const listening of this.#listening.splice(0)) this.off(...listening)
    if (this.#isKept) return
    if (lasting === this) lasting = undefined
    await super.stop()
  }
}

let lasting: LastingThread | undefined

/** For vitest's `poolRunner`, where one run follows the other. */
const lastingThread = {
  name: "lasting",
  createPoolWorker: (options: PoolOptions): LastingThread => (lasting ??= new LastingThread(options))
}

/** Every package's test files as one project. A property that fails isn't made small: one counterexample is enough. */
const tests = project("mutation", {
  ...oneProcess,
  include: ["packages", "packages/adapters", "apps", "tools"].map((folder) => `${folder}/*/src/**/*.test.ts`),
  globalSetup: [
    fileURLToPath(new URL("../../packages/adapters/sqlite/src/testing/temporaryFolder.ts", import.meta.url))
  ],
  setupFiles: [fileURLToPath(new URL("vitest.mutation.setup.ts", import.meta.url))]
})

/** StrykerJS asks for threads of vitest's own: in their place. */
const inLastingThread: Plugin = {
  name: "lasting-thread",
  configureVitest: ({ project: { config } }) => {
    config.pool = lastingThread.name
    config.poolRunner = lastingThread
  }
}

/** For StrykerJS, which chooses among the test files. */
export default defineConfig((environment) =>
  mergeConfig(tests(environment), { plugins: [inLastingThread], test: { sequence: { sequencer: QuickestFirst } } })
)
