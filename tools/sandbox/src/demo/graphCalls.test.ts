import { describe, expect, it } from "vitest"
import { callsByActivity, type Call, workCalls } from "./graphCalls.ts"

const call = (step: string | undefined, surface = "graph"): Call => ({
  seq: 1,
  surface,
  method: "GET",
  path: "/groups",
  status: 404,
  headers: step === undefined ? {} : { "x-incident-teams-step": step }
})

describe("the Graph calls of the work on a team", () => {
  it("are counted whatever their answer", () => {
    expect(workCalls([call("EnsureGroup"), call("AwaitOperation"), call("PinPage")])).toHaveLength(3)
  })

  it("are counted without request-time look-ups, verifying, and other surfaces", () => {
    expect(workCalls([call("request"), call(undefined), call("Verify"), call("Announce", "arm")])).toEqual([])
  })

  it("are listed by activity, in the order of the first call of each", () => {
    expect(callsByActivity([call("EnsureTeam"), call("AddMembers"), call("EnsureTeam")])).toBe(
      "creating the team 2, adding people 1"
    )
  })
})
