import { describe, expect, it } from "vitest"
import { Copy } from "./Copy.ts"
import { createAnew, type Defect, doneBeforeItIs } from "./Defect.ts"

/** The part of a campaign that is enough to find a defect, and the claim that it must call broken. */
interface Hunt extends Defect {
  readonly campaign: ReadonlyArray<string>
  readonly complaint: RegExp
}

const faults = (step: string, trouble: string, meanwhile: string) =>
  ["faults", "--step", step, "--trouble", trouble, "--meanwhile", meanwhile] as const
/** By these dice nearly two seconds after the start, or, in a call, after its effect. */
const kill = ["kill", "--kills", "1", "--seed", "28"]
const load = ["load", "--seconds", "4", "--connections", "60", "--at-once", "2"]

const hunts: Readonly<Record<string, Hunt>> = {
  "faults: a create that makes another one when it is made again": {
    ...createAnew,
    campaign: faults("EnsureGroup", "reset after effect", "none"),
    complaint: /\d+ groups have no team/u
  },
  "faults: an entry that says done before the platform did": {
    ...doneBeforeItIs,
    campaign: faults("Archive", "500", "none"),
    complaint: /entries say what the platform didn't show/u
  },
  "faults: a store that overwrites what somebody else committed": {
    file: "packages/adapters/cosmos/src/writeCommit.ts",
    sound: ", ifMatch: ground.etag }",
    broken: " }",
    campaign: faults("recording AddMembers", "written late", "close"),
    complaint: /overwritten: .*DesiredStateChanged/u
  },
  "kill: a create that makes another one when it is made again": {
    ...createAnew,
    campaign: [...kill, "--call", "PATCH /groups(uniqueName='{key}')"],
    complaint: /\d+ teams or groups are there beyond one for an incident/u
  },
  "kill: an answer that comes before the commit": {
    file: "packages/application/src/decideAndCommit.ts",
    sound: "const stored = yield* written(store.create(commit), commit)\n",
    broken:
      'yield* Effect.forkDetach(Effect.delay(written(store.create(commit), commit), "4 seconds"))\n' +
      '  const stored = { ...commit, id, version: "1" }\n',
    campaign: kill,
    complaint: /acknowledged changes were lost/u
  },
  "load: a server that lets everybody in": {
    file: "apps/rest/src/admission/Admission.ts",
    sound: "if (this.#inside >= this.limit) return undefined\n",
    broken: "\n",
    campaign: load,
    complaint: /nobody was asked to come again/u
  },
  "load: a refusal that doesn't say when to come again": {
    file: "apps/rest/src/http/responses.ts",
    sound: '{ "retry-after": String(problem.retryAfter) }',
    broken: "{}",
    campaign: load,
    complaint: /requests ended as none should/u
  },
  "load: a server that keeps something of what it was asked": {
    file: "apps/rest/src/admission/Admission.ts",
    sound: "this.#inside += 1\n",
    // As much in a second however many ask.
    broken:
      "this.#inside += 1\n" +
      "if (Date.now() > (globalThis.keptAt ?? 0)) { globalThis.keptAt = Date.now() + 10\n" +
      "  ;(globalThis.kept ??= []).push(Buffer.alloc(2 ** 21, 1)) }\n",
    campaign: load,
    complaint: /memory grew from \d+ to \d+ MiB/u
  }
}

const run = async (copy: Copy, campaign: ReadonlyArray<string>) =>
  copy.run(".", process.execPath, ["tools/proof/src/campaign/main.ts", ...campaign, "--json"])

describe("the campaigns, in a copy of the sources", () => {
  it("end well as long as nothing is planted there", { timeout: 180_000 }, async () => {
    const copy = new Copy()
    try {
      for (const campaign of new Set(Object.values(hunts).map(({ campaign: one }) => one))) {
        const { code, said } = await run(copy, campaign)
        expect([code, said]).toEqual([0, expect.stringMatching(/^\{.*\}$/mu)])
      }
    } finally {
      copy.remove()
    }
  })

  it.each(Object.entries(hunts))("find %s", { timeout: 180_000 }, async (_, hunt) => {
    const copy = new Copy()
    try {
      copy.plant(hunt)
      const { code, said } = await run(copy, hunt.campaign)
      expect(said).toMatch(hunt.complaint)
      expect(code).toBe(1)
    } finally {
      copy.remove()
    }
  })
})
