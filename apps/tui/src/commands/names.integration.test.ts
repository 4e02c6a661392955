import { describe, expect, it } from "vitest"
import { as, json } from "../../testing/asked.ts"
import { control, newIncident } from "../../testing/simulated.ts"

const dev = { kind: "person", id: "7a1e0000-0000-4000-8000-000000000104", name: "Dev Sample" }
const tier1 = { kind: "group", id: "7a1e0000-0000-4000-8000-000000000201", name: "SOC Tier 1" }

describe("a person or group is given by", () => {
  it.each([
    ["object id", dev.id, dev],
    ["object id in capitals", dev.id.toUpperCase(), dev],
    ["user principal name, whatever its case", "DEV@woodgrove.example", dev],
    ["whole name", "dev sample", dev],
    ["a beginning that only one name has", "Dev", dev],
    ["a group's full name, although other names begin with it", "SOC Tier 1", tier1]
  ])("%s", async (_, text, principal) => {
    const { items } = await json("chloe", "favorites", "add", text)
    expect(items).toContainEqual(principal)
    const left = await json("chloe", "favorites", "remove", text)
    expect(left.items).not.toContainEqual(principal)
  })

  it("object id of a group, with --group", async () => {
    expect((await json("chloe", "favorites", "add", "--group", tier1.id)).items).toContainEqual(tier1)
    await json("chloe", "favorites", "remove", "--group", tier1.id)
  })

  it("an address takes precedence over a name, and a full name over a beginning", async () => {
    await control("PUT", "/users/twin", {
      displayName: "rex@woodgrove.example",
      userPrincipalName: "twin@woodgrove.example"
    })
    await control("PUT", "/users/rex", { displayName: "Rex Roe", userPrincipalName: "rex@woodgrove.example" })
    await control("PUT", "/users/rexton", { displayName: "Rex Roeland", userPrincipalName: "rexton@woodgrove.example" })
    const added = async (text: string) => (await json("chloe", "favorites", "add", text)).items.at(-1).name
    for (const text of ["rex@woodgrove.example", "Rex Roe"]) {
      expect(await added(text)).toBe("Rex Roe")
      await json("chloe", "favorites", "remove", text)
    }
  })
})

describe("a name without exactly one match", () => {
  it("lists the matches", async () => {
    const { code, stderr } = await as("chloe", "favorites", "add", "soc")
    expect(code).toBe(1)
    expect(stderr).toMatch(/The name isn't unique\.\n {2}"soc" matches:\n {4}SOC All {2}\(group\) {2}7a1e0000/u)
    expect(stderr).toContain("SOC Tier 2")
  })

  it.each([["Nobody Atall"], [" "], [""]])(
    "%j is reported as unknown, and nobody else is added either",
    async (text) => {
      const { number } = await newIncident()
      await json("ben", "team", "create", number, "--wait")
      const before = await json("ben", "team", "show", number)
      const { code, stderr } = await as("ben", "team", "add", number, "dev@woodgrove.example", text)
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("No such person or group.") })
      expect((await json("ben", "team", "show", number)).people).toEqual(before.people)
    }
  )

  it("a person isn't found as a group, nor a group as a person", async () => {
    for (const args of [
      ["--group", "Dev Sample"],
      ["--person", "SOC Tier 1"]
    ]) {
      expect(await as("chloe", "favorites", "add", ...args)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/No such (?:group|person)\./u)
      })
    }
  })
})

describe("an incident is given by", () => {
  it("id and by number, in any workspace", async () => {
    const { id, number } = await newIncident()
    for (const text of [id, number, `#${number}`]) {
      expect(await json("dev", "incidents", "show", text)).toMatchObject({ id })
    }
  })

  it.each([["soc-prod~00000000-0000-4000-8000-00000000dead"], ["999999999"], ["phishing"], ["#"]])(
    "%s, which doesn't exist: the problem says that no such incident was found",
    async (text) => {
      const { code, stdout } = await as("ana", "incidents", "show", text, "--json")
      const notFound = /^(?:\/problems\/incident-not-found|incident-teams:unknown-name)$/u
      expect({ code, problem: JSON.parse(stdout) }).toMatchObject({
        code: 1,
        problem: { type: expect.stringMatching(notFound), detail: expect.stringMatching(/incident/iu) }
      })
    }
  )
})

describe("a team is given by", () => {
  it("its incident or its own id", async () => {
    const { number, id } = await newIncident()
    const { teamId } = await json("ben", "team", "create", number)
    for (const text of [number, id, teamId]) {
      expect(await json("dev", "team", "show", text)).toMatchObject({ id: teamId })
    }
    const other = await newIncident()
    expect(await as("dev", "team", "show", other.number)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Create the team: incident-teams team create.")
    })
  })
})
