import { describe, expect, it } from "vitest"
import { as, json } from "../../testing/asked.ts"
import { control, newIncident } from "../../testing/simulated.ts"

const dev = { kind: "person", id: "7a1e0000-0000-4000-8000-000000000104", name: "Dev Sample" }
const tier1 = { kind: "group", id: "7a1e0000-0000-4000-8000-000000000201", name: "SOC Tier 1" }

describe("a person or group is named by", () => {
  it.each([
    ["object id", dev.id, dev],
    ["object id in capitals", dev.id.toUpperCase(), dev],
    ["user principal name, whatever its case", "DEV@woodgrove.example", dev],
    ["whole name", "dev sample", dev],
    ["the only name that begins so", "Dev", dev],
    ["a group's whole name, although others begin so", "SOC Tier 1", tier1]
  ])("%s", async (_, text, principal) => {
    const { items } = await json("farid", "favorites", "add", text)
    expect(items).toContainEqual(principal)
    const left = await json("farid", "favorites", "remove", text)
    expect(left.items).not.toContainEqual(principal)
  })

  it("object id of a group, where it is said to be one", async () => {
    expect((await json("farid", "favorites", "add", "--group", tier1.id)).items).toContainEqual(tier1)
    await json("farid", "favorites", "remove", "--group", tier1.id)
  })

  it("an address goes before a name, and a whole name before a beginning", async () => {
    await control("PUT", "/users/twin", {
      displayName: "rex@woodgrove.example",
      userPrincipalName: "twin@woodgrove.example"
    })
    await control("PUT", "/users/rex", { displayName: "Rex Roe", userPrincipalName: "rex@woodgrove.example" })
    await control("PUT", "/users/rexton", { displayName: "Rex Roeland", userPrincipalName: "rexton@woodgrove.example" })
    const added = async (text: string) => (await json("greta", "favorites", "add", text)).items.at(-1).name
    expect(await added("rex@woodgrove.example")).toBe("Rex Roe")
    await json("greta", "favorites", "remove", "rex@woodgrove.example")
    expect(await added("Rex Roe")).toBe("Rex Roe")
  })
})

describe("a name that doesn't name exactly one", () => {
  it("lists who may be meant", async () => {
    const { code, stderr } = await as("farid", "favorites", "add", "soc")
    expect(code).toBe(1)
    expect(stderr).toMatch(/Several are called this\.\n {2}"soc" may be:\n {4}SOC All {2}\(group\) {2}7a1e0000/u)
    expect(stderr).toContain("SOC Tier 2")
  })

  it.each([["Nobody Atall"], [" "], [""]])("says that nobody is called %j, and adds nobody else", async (text) => {
    const { number } = await newIncident()
    await json("ben", "team", "create", number, "--wait")
    const before = await json("ben", "team", "show", number)
    const { code, stderr } = await as("ben", "team", "add", number, "dev@woodgrove.example", text)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("There is no such person or group.") })
    expect((await json("ben", "team", "show", number)).people).toEqual(before.people)
  })

  it("takes a person for no group, and a group for no person", async () => {
    for (const args of [
      ["--group", "Dev Sample"],
      ["--person", "SOC Tier 1"]
    ]) {
      expect(await as("farid", "favorites", "add", ...args)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/There is no such (?:group|person)\./u)
      })
    }
  })
})

describe("an incident is named by", () => {
  it("id and by number, in whichever workspace it is", async () => {
    const { id, number } = await newIncident()
    for (const text of [id, number, `#${number}`]) {
      expect(await json("dev", "incidents", "show", text)).toMatchObject({ id })
    }
  })

  it.each([["soc-prod~00000000-0000-4000-8000-00000000dead"], ["999999999"], ["phishing"], ["#"]])(
    "%s, which there isn't: it says so",
    async (text) => {
      const { code, stderr } = await as("ana", "incidents", "show", text)
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/no such incident|isn't there/iu) })
    }
  )
})

describe("a team is named by", () => {
  it("its incident or its own id", async () => {
    const { number, id } = await newIncident()
    const { teamId } = await json("ben", "team", "create", number)
    for (const text of [number, id, teamId]) {
      expect(await json("dev", "team", "show", text)).toMatchObject({ id: teamId })
    }
    const other = await newIncident()
    expect(await as("dev", "team", "show", other.number)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Create one: incident-teams team create.")
    })
  })
})
