import { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import { handOn } from "@incident-teams/application/testing/Hand"
import { afterEach, describe, expect, it } from "vitest"
import { restUnderTest } from "../testing/restUnderTest.ts"
import { sample } from "../testing/sampleCallers.ts"
import { tokenOf, verifier } from "../testing/testTokens.ts"

/** A server that remembers what main.ts remembers, or nothing; counts the tokens that it verified. */
const server = (remembers: boolean) => {
  const verified = { count: 0 }
  const rest = restUnderTest({
    remembers,
    verifier: {
      ...verifier,
      verify: (authorization) => {
        verified.count += 1
        return verifier.verify(authorization)
      }
    }
  })
  return { rest, verified }
}

describe.each([
  ["remembers tokens, rights and teams", true],
  ["remembers nothing", false]
])("a server that %s", (_, remembers) => {
  let { rest, verified } = server(remembers)
  afterEach(async () => {
    await rest.settled()
    ;({ rest, verified } = server(remembers))
  })

  const openTeam = async () => {
    const incident = await rest.newIncident({ title: "Phishing: finance" })
    const { body } = await rest.send("POST", `/v1/incidents/${incident.id}/team`, { as: "ben", body: {} })
    await rest.work()
    return { incident: `/v1/incidents/${incident.id}`, team: `/v1/teams/${body.teamId}` }
  }

  it("returns a team as it is stored at each moment, with its own ETag", async () => {
    const { incident, team } = await openTeam()
    const read = () => rest.send("GET", team, { as: "ben" })
    const etagOf = async () => (await read()).headers.get("etag") ?? ""
    let first = await etagOf()
    // The first read makes a verification due, which changes what the next one shows; after that nothing does.
    await expect
      .poll(async () => {
        const before = first
        first = await etagOf()
        return first === before
      })
      .toBe(true)

    const rename = (etag: string, name: string) =>
      rest.send("PATCH", team, { as: "ben", body: { name }, headers: { "if-match": etag } })
    expect((await rename(first, "War room")).status).toBe(202)
    expect((await read()).body.name).toBe("War room")
    const second = await etagOf()
    expect(second).not.toBe(first)
    expect((await rename(first, "Other")).status).toBe(412)
    expect((await read()).body.name).toBe("War room")

    await rest.send("PATCH", incident, { as: "ben", body: { status: "Closed", classification: "Undetermined" } })
    expect((await read()).body.desiredState).toBe("archived")
    await rest.work()
    const { body } = await read()
    expect(body.phase).toBe("archived")
    // Reading a team may make a verification due, which changes this member.
    const there = await rest.send("GET", `${incident}/team`, { as: "ben" })
    expect(there.body).toEqual({ ...body, updatedAt: expect.any(String) })
  })

  it("shows a team to the people who are in it, and to nobody else at any moment", async () => {
    const { team } = await openTeam()
    const elif = async () => (await rest.send("GET", team, { as: "elif" })).status
    expect([await elif(), await elif()]).toEqual([403, 403])
    const people = { as: "ben", body: { people: [sample.elif.id] } } as const
    expect((await rest.send("POST", `${team}/people`, people)).status).toBe(202)
    await rest.work()
    expect([await elif(), await elif()]).toEqual([200, 200])
    expect((await rest.send("POST", `${team}/people/remove`, people)).status).toBe(202)
    await rest.work()
    expect([await elif(), await elif()]).toEqual([403, 403])
  })

  it(`verifies a token and asks Azure ${remembers ? "once" : "at each request"}`, async () => {
    const { team } = await openTeam()
    const authorization = { authorization: `Bearer ${await tokenOf("dev")}` }
    const asked = () => rest.use(handOn(AzureRightsSource), (hand) => hand.calls("rightsOf").length)
    const [tokens, rights] = [verified.count, await asked()]
    for (let request = 0; request < 3; request++) {
      expect((await rest.send("GET", team, { headers: authorization })).status).toBe(200)
    }
    expect([verified.count - tokens, (await asked()) - rights]).toEqual(remembers ? [1, 1] : [3, 3])
  })
})
