import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { AzureRightsSource, RightsUnavailable } from "@incident-teams/application/ports/AzureRightsSource"
import { Directory, DirectoryUnavailable } from "@incident-teams/application/ports/Directory"
import {
  IncidentSource,
  IncidentRefused,
  IncidentSourceUnavailable,
  NotAuthorized
} from "@incident-teams/application/ports/IncidentSource"
import { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { handOn } from "@incident-teams/application/testing/Hand"
import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Effect, Layer } from "effect"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { type Answered, restUnderTest } from "../../testing/restUnderTest.ts"
import { creators, sample, tier1 } from "../../testing/sampleCallers.ts"

let rest = restUnderTest()
beforeEach(() => {
  rest = restUnderTest()
})
afterEach(() => rest.settled())

const mfa = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
const nobody = "00000000-0000-4000-8000-ffffffffffff"
const numbered = (number: number) => PersonId.make(`00000000-0000-4000-b000-${String(number).padStart(12, "0")}`)

/** A new incident, and the path of its team once one was asked for. */
const incidentAt = async () => `/v1/incidents/${(await rest.newIncident()).id}`
const teamAt = async () => {
  const at = await incidentAt()
  const { body } = await rest.send("POST", `${at}/team`, { as: "ben", body: {} })
  return { at, team: `/v1/teams/${body.teamId}` }
}

interface Case {
  readonly type: string
  readonly status: number
  readonly ask: () => Promise<Answered>
  readonly more?: Record<string, unknown>
}

/** Refusals of requests that are well formed; `badInput.test.ts` has those of the others. */
const cases: ReadonlyArray<Case> = [
  {
    type: "not-allowed",
    status: 403,
    ask: async () => rest.send("POST", `${await incidentAt()}/team`, { as: "chloe", body: {} }),
    more: {
      who: "Chloe Sample",
      needs: "the right to create Microsoft 365 groups in the tenant",
      remedy: expect.stringContaining(" add you to the group Group creators;")
    }
  },
  {
    type: "incident-not-found",
    status: 404,
    ask: () => rest.send("GET", "/v1/incidents/soc~nothing", { as: "ben" }),
    more: { field: "incidentId" }
  },
  {
    type: "incident-not-found",
    status: 404,
    ask: async () =>
      rest.send("POST", `${(await teamAt()).team}/incidents`, { as: "ben", body: { incident: "soc~nothing" } }),
    more: { field: "incident" }
  },
  {
    type: "unknown-workspace",
    status: 404,
    ask: async () =>
      rest.send("POST", `${(await teamAt()).team}/incidents`, { as: "ben", body: { incident: "lab~nothing" } }),
    more: { field: "incident" }
  },
  {
    type: "unknown-workspace",
    status: 404,
    ask: () => rest.send("GET", "/v1/incidents/lab~nothing", { as: "ben" })
  },
  {
    type: "sentinel-forbids",
    status: 403,
    ask: async () => {
      const at = await incidentAt()
      await rest.use(handOn(IncidentSource), (hand) =>
        hand.failNext("get", new NotAuthorized({ action: "read", reason: "No role." }))
      )
      return rest.send("GET", at, { as: "ben" })
    },
    more: { action: "read" }
  },
  {
    type: "sentinel-forbids",
    status: 403,
    ask: async () => {
      await rest.use(handOn(AzureRightsSource), (hand) =>
        hand.failNext("rightsOf", new NotAuthorized({ reason: "The account is disabled.", remedy: "Enable it." }))
      )
      return rest.send("GET", "/v1/me", { as: "ben" })
    },
    more: { detail: "The account is disabled.", remedy: "Enable it." }
  },
  {
    type: "unauthenticated",
    status: 401,
    ask: async () => {
      await rest.use(handOn(AzureRightsSource), (hand) =>
        hand.failNext(
          "rightsOf",
          new NotAuthorized({ reason: "A second factor is missing.", remedy: "Sign in again.", signIn: true })
        )
      )
      return rest.send("GET", "/v1/me", { as: "ben" })
    },
    more: { detail: "A second factor is missing.", remedy: "Sign in again." }
  },
  {
    type: "claims-challenge",
    status: 401,
    ask: async () => {
      await rest.use(handOn(AzureRightsSource), (hand) =>
        hand.failNext(
          "rightsOf",
          new NotAuthorized({ reason: "A factor is missing.", remedy: "Sign in again.", signIn: true, claims: mfa })
        )
      )
      return rest.send("GET", "/v1/me", { as: "ben" })
    },
    more: { detail: "A factor is missing.", remedy: expect.stringContaining("Sign in again."), claims: mfa }
  },
  {
    type: "sentinel-refused",
    status: 422,
    ask: async () => {
      const at = await incidentAt()
      await rest.use(handOn(IncidentSource), (hand) =>
        hand.failNext("update", new IncidentRefused({ reason: "Too long." }))
      )
      return rest.send("PATCH", at, { as: "ben", body: { severity: "Low" } })
    },
    more: { detail: "Too long." }
  },
  {
    type: "sentinel-unavailable",
    status: 503,
    ask: async () => {
      const at = await incidentAt()
      await rest.use(handOn(IncidentSource), (hand) =>
        hand.failNext("get", new IncidentSourceUnavailable({ reason: "Throttled.", afterMillis: 7_001, cause: "429" }))
      )
      return rest.send("GET", at, { as: "ben" })
    },
    more: { detail: "Throttled.", retryAfter: 8 }
  },
  {
    type: "invalid-incident-change",
    status: 422,
    ask: async () => rest.send("PATCH", await incidentAt(), { as: "ben", body: { status: "Closed" } }),
    more: { field: "classification" }
  },
  {
    type: "incident-closed",
    status: 409,
    ask: async () => {
      const at = await incidentAt()
      await rest.send("PATCH", at, { as: "ben", body: { status: "Closed", classification: "Undetermined" } })
      return rest.send("POST", `${at}/team`, { as: "ben", body: {} })
    }
  },
  {
    type: "team-not-found",
    status: 404,
    ask: async () => rest.send("GET", `${await incidentAt()}/team`, { as: "ben" })
  },
  {
    type: "incident-not-found",
    status: 404,
    ask: () => rest.send("GET", `/v1/incidents/soc~${crypto.randomUUID()}/team`, { as: "ben" })
  },
  {
    type: "team-exists",
    status: 409,
    ask: async () => rest.send("POST", `${(await teamAt()).at}/team`, { as: "ben", body: {} })
  },
  {
    type: "invalid-team-name",
    status: 422,
    ask: async () => rest.send("POST", `${await incidentAt()}/team`, { as: "ben", body: { name: "x".repeat(257) } }),
    more: { field: "name", remedy: "Shorten it to 256 characters." }
  },
  {
    type: "invalid-team-description",
    status: 422,
    ask: async () =>
      rest.send("POST", `${await incidentAt()}/team`, { as: "ben", body: { description: "x".repeat(1_025) } }),
    more: { field: "description" }
  },
  {
    type: "unfit-owner",
    status: 422,
    ask: async () =>
      rest.send("POST", `${await incidentAt()}/team`, { as: "playbook", body: { owner: sample.hugo.id } }),
    more: { field: "owner", detail: "Hugo Sample has a disabled account." }
  },
  {
    type: "unknown-people",
    status: 422,
    ask: async () => rest.send("POST", `${await incidentAt()}/team`, { as: "ben", body: { people: [nobody] } }),
    more: { field: "people", people: [nobody] }
  },
  {
    type: "unknown-groups",
    status: 422,
    ask: async () => rest.send("POST", `${(await teamAt()).team}/people`, { as: "ben", body: { groups: [nobody] } }),
    more: { field: "groups", groups: [nobody] }
  },
  {
    type: "group-too-large",
    status: 422,
    ask: async () => {
      const members = Array.from({ length: 3_501 }, (_, number) => numbered(number))
      const id = GroupId.make("00000000-0000-4000-9000-000000000099")
      await rest.directory((hand) => {
        for (const one of members) hand.putPerson({ ...sample.dev, id: one })
        hand.putGroup({ id, name: "Everyone", members })
      })
      return rest.send("POST", `${await incidentAt()}/team`, { as: "ben", body: { groups: [id] } })
    },
    more: { people: 3_501, limit: 3_500 }
  },
  {
    type: "too-many-groups",
    status: 422,
    ask: async () => {
      const groups = Array.from({ length: 50 }, (_, number) => `00000000-0000-4000-9000-0000000001${10 + number}`)
      await rest.directory((hand) => {
        for (const id of groups) hand.putGroup({ id: GroupId.make(id), name: `Group ${id}`, members: [] })
      })
      const { team } = await teamAt()
      await rest.send("POST", `${team}/people`, { as: "ben", body: { groups } })
      return rest.send("POST", `${team}/people`, { as: "ben", body: { groups: [tier1.id] } })
    },
    more: { asked: 51, limit: 50 }
  },
  {
    type: "nobody-named",
    status: 422,
    ask: async () => rest.send("POST", `${(await teamAt()).team}/people/remove`, { as: "ben", body: { people: [] } })
  },
  {
    type: "last-owner-stays",
    status: 409,
    ask: async () =>
      rest.send("POST", `${(await teamAt()).team}/people/remove`, {
        as: "ben",
        body: { people: [sample.ben.id, sample.ines.id] }
      })
  },
  {
    type: "too-many-access-requests",
    status: 409,
    ask: async () => {
      const { team } = await teamAt()
      await rest.run(
        Effect.gen(function* () {
          const store = yield* TeamStore
          const [stored] = (yield* store.list({}, { limit: 1 })).items
          if (stored === undefined) return
          const accessRequests = Array.from({ length: 50 }, (_, number) => ({
            id: `r${number}`,
            person: { id: numbered(number), name: "Somebody" },
            reason: "Please",
            askedAt: stored.team.createdAt
          }))
          yield* store.commit(stored.version, {
            ...stored,
            team: { ...stored.team, people: { ...stored.team.people, accessRequests } },
            events: [],
            chunks: [],
            commitId: "full"
          })
        })
      )
      return rest.send("POST", `${team}/access-requests`, { as: "dev", body: { reason: "Me too" } })
    },
    more: { limit: 50 }
  },
  {
    type: "nothing-to-retry",
    status: 409,
    ask: async () => rest.send("POST", `${(await teamAt()).team}/retry`, { as: "ben" })
  },
  {
    type: "team-not-lost",
    status: 409,
    ask: async () => rest.send("POST", `${(await teamAt()).team}/recreate`, { as: "ben" })
  },
  {
    type: "timeline-event-not-found",
    status: 404,
    ask: async () => rest.send("GET", `${(await teamAt()).team}/timeline/999/people`, { as: "ben" })
  },
  {
    type: "operation-not-found",
    status: 404,
    ask: async () => rest.send("GET", `/v1/operations/${(await teamAt()).team.slice(10)}.7`, { as: "ben" })
  },
  {
    type: "unknown-continuation",
    status: 400,
    ask: async () => rest.send("GET", `${(await teamAt()).team}/timeline?continuation=x`, { as: "ben" })
  },
  {
    type: "unknown-continuation",
    status: 400,
    ask: () => rest.send("GET", "/v1/incidents?continuation=x", { as: "ben" })
  },
  {
    type: "unknown-continuation",
    status: 400,
    ask: () => rest.send("GET", "/v1/teams?continuation=x", { as: "ben" })
  },
  {
    type: "directory-unavailable",
    status: 503,
    ask: async () => {
      const failure = new DirectoryUnavailable({ reason: "No answer within 10 s.", cause: "time-out" })
      await rest.use(handOn(Directory), (hand) => hand.failNext("any", failure, { times: 2 }))
      return rest.send("GET", "/v1/people?search=a", { as: "ben" })
    },
    more: { retryAfter: 5 }
  },
  {
    type: "unknown-principal",
    status: 404,
    ask: () => rest.send("PUT", `/v1/favorites/people/${nobody}`, { as: "ben" }),
    more: { field: "personId" }
  },
  {
    type: "unknown-principal",
    status: 404,
    ask: () => rest.send("PUT", `/v1/favorites/groups/${nobody}`, { as: "ben" }),
    more: { field: "groupId" }
  },
  {
    type: "too-many-favorites",
    status: 409,
    ask: async () => {
      const many = Array.from({ length: 100 }, (_, number) => numbered(number))
      await rest.directory((hand) => many.forEach((id) => hand.putPerson({ ...sample.dev, id })))
      for (const id of many) await rest.send("PUT", `/v1/favorites/people/${id}`, { as: "ben" })
      return rest.send("PUT", `/v1/favorites/groups/${creators.id}`, { as: "ben" })
    },
    more: { limit: 100 }
  },
  {
    type: "workspace-required",
    status: 400,
    ask: () => {
      rest = restUnderTest({ workspaces: ["soc", "lab"] })
      return rest.send("GET", "/v1/teams", { as: "ben" })
    },
    more: { field: "workspace", workspaces: ["soc", "lab"] }
  },
  {
    type: "store-unavailable",
    status: 503,
    ask: () => {
      const down = () => Effect.fail(new StoreUnavailable({ reason: "The disk is full.", cause: "ENOSPC" }))
      rest = restUnderTest({ store: Layer.mock(TeamStore)({ load: down }) })
      return rest.send("PATCH", `/v1/teams/${"a".repeat(26)}`, { as: "ben", body: { name: "War room" } })
    },
    more: { detail: "The disk is full.", remedy: expect.stringContaining("A change may have been stored") }
  }
]

describe("a refusal", () => {
  it.each(cases)("$type is a problem with its status, field and remedy", async ({ type, status, ask, more }) => {
    const answer = await ask()
    expect(answer.body).toMatchObject({ type: `/problems/${type}`, status, ...more })
    expect(answer.status).toBe(status)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
    expect(answer.body.detail).not.toBe("")
    expect(answer.body.remedy).not.toBe("")
    expect(oddWordsIn(`${answer.body.title}. ${answer.body.detail} ${answer.body.remedy}`)).toEqual([])
    expect(answer.headers.get("retry-after")).toBe(status === 503 ? String(answer.body.retryAfter) : null)
  })

  it("sends no one back in seconds where only the operator can mend it", async () => {
    const trouble = new InstallationTrouble({
      kind: "credentials",
      reason: "Entra ID denied a token (AADSTS7000222).",
      remedy: "The client secret has expired: create a new one and set AZURE_CLIENT_SECRET."
    })
    const failure = { reason: trouble.reason, trouble, cause: trouble }
    const at = await incidentAt()
    const twice = { times: 2 }
    await rest.use(handOn(Directory), (hand) => hand.failNext("any", new DirectoryUnavailable(failure), twice))
    const answers = [await rest.send("GET", "/v1/people?search=a", { as: "ben" })]
    await rest.use(handOn(AzureRightsSource), (hand) =>
      hand.failNext("rightsOf", new RightsUnavailable(failure), twice)
    )
    answers.push(await rest.send("GET", "/v1/me", { as: "ben" }))
    await rest.use(handOn(IncidentSource), (hand) =>
      hand.failNext("get", new IncidentSourceUnavailable(failure), twice)
    )
    answers.push(await rest.send("GET", at, { as: "ben" }))
    for (const { status, headers, body } of answers) {
      expect(status).toBe(503)
      expect(body).toMatchObject({
        detail: expect.stringMatching(/Entra ID denied a token \(AADSTS7000222\)\.$/u),
        remedy:
          "Nothing was changed. Tell the operator of Incident Teams: The client secret has expired: create a new one and set AZURE_CLIENT_SECRET. Once that is done, try again.",
        retryAfter: 60
      })
      expect(headers.get("retry-after")).toBe("60")
      expect(oddWordsIn(`${body.detail} ${body.remedy}`)).toEqual([])
    }
    expect(answers.map(({ body }) => body.type)).toEqual([
      "/problems/directory-unavailable",
      "/problems/sentinel-unavailable",
      "/problems/sentinel-unavailable"
    ])
  })

  it("of a read says nothing of a change that may have been stored", async () => {
    const down = () => Effect.fail(new StoreUnavailable({ reason: "The disk is full.", cause: "ENOSPC" }))
    rest = restUnderTest({ store: Layer.mock(TeamStore)({ load: down, pointers: down }) })
    const { id } = await rest.newIncident()
    const answers = [
      await rest.send("GET", `/v1/teams/${"a".repeat(26)}`, { as: "ben" }),
      await rest.send("GET", `/v1/incidents/${id}/team`, { as: "ben" })
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(503)
      expect(body).toMatchObject({
        type: "/problems/store-unavailable",
        detail: "The disk is full.",
        remedy: "Nothing was changed. Try again after a few seconds."
      })
    }
  })

  it("stores nothing and calls nothing", async () => {
    const at = await incidentAt()
    const asked = [
      ["chloe", {}],
      ["dev", {}],
      ["elif", {}],
      ["stranger", { owner: sample.ben.id }],
      ["ben", { name: " " }],
      ["ben", { people: [nobody] }],
      ["ben", { groups: [nobody] }]
    ] as const
    for (const [as, body] of asked) {
      expect((await rest.send("POST", `${at}/team`, { as, body })).status).toBeGreaterThanOrEqual(400)
    }
    expect((await rest.send("GET", "/v1/teams", { as: "ben" })).body).toEqual({ items: [] })
    expect(await rest.teams()).toEqual([])
    expect(await rest.use(handOn(IncidentSource), (hand) => hand.calls("update"))).toEqual([])
  })
})

describe("an error in the server", () => {
  it("is a 500 that tells nothing of its inside, and is logged under the same id", async () => {
    const broken = restUnderTest({
      store: Layer.mock(TeamStore)({ load: () => Effect.die(new Error("secret inside")) })
    })
    const answer = await broken.send("GET", `/v1/teams/${"a".repeat(26)}`, { as: "ben" })
    expect(answer).toMatchObject({ status: 500, body: { type: "/problems/internal" } })
    expect(JSON.stringify(answer.body)).not.toContain("secret")
    expect(broken.complaints).toMatchObject([{ message: ["A request failed because of an error in the server"] }])
    expect(answer.body.instance).toBe(`urn:uuid:${answer.headers.get("x-request-id")}`)
    expect(answer.body.detail).toBe("An error in the server.")
    const change = await broken.send("PATCH", `/v1/teams/${"a".repeat(26)}`, { as: "ben", body: { name: "War room" } })
    expect(change).toMatchObject({ status: 500, body: { detail: expect.stringContaining("took effect") } })
  })

  it("outside of a request's own effect is a 500 as well", async () => {
    const stopped = restUnderTest()
    await stopped.settled()
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true)
    const response = await stopped.app.request("/healthz")
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({
      type: "/problems/internal",
      detail: "The server can't process the request."
    })
    await expect.poll(() => written.mock.calls.flat().join("")).toContain("A request couldn't be processed")
    written.mockRestore()
  })
})
