import { describe, expect, inject, it } from "vitest"
import { command, temporaryFolder } from "./testing/commands.ts"

describe("npm run -s cli", () => {
  it("runs a command as a sample user, and ends as it ends", async () => {
    const { folder } = inject("sharedSandbox")
    const cli = (...args: ReadonlyArray<string>) => command("cli", args, { INCIDENT_TEAMS_DATA: folder }).ended

    const ben = await cli("whoami", "--json")
    expect({ code: ben.code, me: JSON.parse(ben.stdout) }).toMatchObject({ code: 0, me: { name: "Ben Sample" } })
    const dev = await cli("--user", "dev", "incidents", "list", "--workspace", "soc-prod", "--json")
    expect(JSON.parse(dev.stdout)).toHaveProperty("items.5.title")
    expect(await cli("--user", "dev", "team", "create", "4111")).toMatchObject({
      code: 3,
      stdout: "",
      stderr: expect.stringContaining("Dev Sample may not create a team")
    })
    expect(await cli("--user", "playbook", "whoami", "--json")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"kind": "application"')
    })
    expect(await cli("--user", "zoe", "whoami")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no sample user "zoe"/u)
    })
    expect(await cli("incidents", "shwo")).toMatchObject({ code: 2 })
  })

  it.each([
    [["whoami"], "No sandbox is running on "],
    [["--user"], "--user needs the name of a sample user."]
  ])("%j without a sandbox says what to do", async (args, message) => {
    const { code, stdout, stderr } = await command("cli", args, { INCIDENT_TEAMS_DATA: await temporaryFolder() }).ended
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringContaining(message) })
  })
})
