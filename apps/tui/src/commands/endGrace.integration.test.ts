import { describe, expect, it, vi } from "vitest"
import { asked, documented } from "../../testing/asked.ts"
import { ownSandbox } from "../../testing/ownSandbox.ts"

/** Longer than any test, so that only a command ends it. */
const { control, newIncident, tokenOf, url } = await ownSandbox({ CLOSE_GRACE_MINUTES: "10080" })

const ben = async (...args: ReadonlyArray<string>) => {
  const ended = await asked(
    { INCIDENT_TEAMS_SERVER: url, INCIDENT_TEAMS_TOKEN: await tokenOf("ben") },
    ...args,
    "--json"
  )
  expect(ended).toMatchObject({ code: 0 })
  return documented(args, ended)
}

/** Number of an incident with a team, which an automation rule has closed in Sentinel. */
const seenClosed = async (): Promise<string> => {
  const { id, number } = await newIncident()
  await ben("team", "create", number, "--wait")
  const closed = { status: "Closed", classification: "Undetermined" }
  await control("PATCH", `/arm/workspaces/soc-prod/incidents/${id.split("~")[1]}`, closed)
  await vi.waitFor(async () => expect(await ben("team", "show", number)).toHaveProperty("archivesAt"), {
    timeout: 240_000,
    interval: 200
  })
  return number
}

describe("a team whose incident was only seen to be closed", () => {
  it("is archived now", async () => {
    const number = await seenClosed()
    expect(await ben("team", "archive-now", number, "--wait")).toMatchObject({ phase: "archived" })
  })

  it("is kept open", async () => {
    const number = await seenClosed()
    expect(await ben("team", "keep-open", number)).toMatchObject({ status: "Succeeded" })
    expect(await ben("team", "show", number)).toMatchObject({ phase: "open", keptOpen: { by: { name: "Ben Sample" } } })
  })
})
