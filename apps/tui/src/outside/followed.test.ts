import { describe, expect, it } from "vitest"
import { beginning } from "../console/State.ts"
import { followed } from "./followed.ts"
import type { Way } from "./Way.ts"

const workspaceOf = (alias: string) => ({
  ...beginning({
    server: "http://server.test",
    wantedWorkspace: alias,
    readonly: false,
    now: 0,
    size: { columns: 80, rows: 24 },
    seed: "seed"
  }),
  workspace: alias as never
})

/** A way that only notes who is followed, and until when. */
const noting = () => {
  const following: Array<string> = []
  const way = {
    follow: (workspace: string) => {
      following.push(workspace)
      return { end: () => void following.splice(following.indexOf(workspace), 1) }
    }
  }
  return { following, way: () => Promise.resolve(way as unknown as Way) }
}

const settled = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve)
  })

describe("live events", () => {
  it("are those of the workspace that is shown, and of one at a time", async () => {
    const { following, way } = noting()
    const live = followed(way, () => undefined)
    live.to(workspaceOf("soc"))
    live.to(workspaceOf("soc"))
    live.to(workspaceOf("lab"))
    await settled()
    expect(following).toEqual(["lab"])
  })

  it("stay off once the console was left, whatever answers still come", async () => {
    const { following, way } = noting()
    const live = followed(way, () => undefined)
    live.to(workspaceOf("soc"))
    live.stop()
    live.to(workspaceOf("soc"))
    await settled()
    expect(following).toEqual([])
  })
})
