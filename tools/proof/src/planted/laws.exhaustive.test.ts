import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { Copy } from "./Copy.ts"
import { createAnew, type Defect, doneBeforeItIs } from "./Defect.ts"

/** Where a defect must be found, by which complaint. */
interface Hunt extends Defect {
  readonly where: "tools/proof" | "packages/domain"
  readonly tests: string
  readonly complaint: RegExp
}

const lives = { where: "tools/proof", tests: "src/model" } as const

const hunts: Readonly<Record<string, Hunt>> = {
  "an attempt that is ignored": {
    where: "packages/domain",
    tests: "src/team/teamLaws.test.ts",
    file: "packages/domain/src/team/decide/reportStep.ts",
    sound: "return inFlight?.attempt === attempt\n    ? settleWrite",
    broken: "return inFlight !== undefined\n    ? settleWrite",
    complaint: /× a result of an attempt that isn't in flight never does more than make a look due/u
  },
  "a fence that nobody checks": {
    ...lives,
    file: "packages/application/src/reconcile/Claim.ts",
    sound: "schedule.fence === fence && schedule.lease?.holder === holder",
    broken: "schedule.fence >= fence && holder !== schedule.lease?.holder.toUpperCase()",
    complaint: /lost the fence|lease that it doesn't hold/u
  },
  "a store that overwrites what somebody else committed": {
    ...lives,
    file: "packages/adapters/memory/src/MemoryTeamStore.ts",
    sound: "return before?.stored.version === expected",
    broken: "return before !== undefined && expected !== undefined",
    complaint: /L8: the events of \w+ don't tell what is stored/u
  },
  "a create that makes another one when it is made again": {
    ...lives,
    ...createAnew,
    complaint: /L2: \d+ groups where \d+ were wanted/u
  },
  "an entry that says done before the platform did": {
    ...lives,
    ...doneBeforeItIs,
    complaint: /L12: (?:Archived|Reopened) is recorded/u
  }
}

/** Tests of a copy of the sources, until the first of them fails. */
const testsOf = (copy: Copy, { where, tests }: Pick<Hunt, "where" | "tests">, runs: number) => {
  const vitest = [join(copy.folder, "node_modules/vitest/vitest.mjs"), "run", tests, "--bail=1"]
  return copy.run(where, process.execPath, vitest, { MODEL_RUNS: String(runs) })
}

describe("the laws, in a copy of the sources", () => {
  it("hold as long as nothing is planted there", { timeout: 180_000 }, async () => {
    const copy = new Copy()
    try {
      const { code, said } = await testsOf(copy, lives, 20)
      expect(said).toMatch(/passed/u)
      expect(code).toBe(0)
    } finally {
      copy.remove()
    }
  })

  it.each(Object.entries(hunts))("find %s", { timeout: 180_000 }, async (_, hunt) => {
    const copy = new Copy()
    try {
      copy.plant(hunt)
      const { code, said } = await testsOf(copy, hunt, 400)
      expect(said).toMatch(hunt.complaint)
      expect(code).not.toBe(0)
    } finally {
      copy.remove()
    }
  })
})
