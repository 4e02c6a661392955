import { teamOfIncident } from "@incident-teams/application/deployment/teamOfIncident"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { asSystem } from "@incident-teams/application/ports/Session"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { defined } from "@incident-teams/domain/defined"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect, Option } from "effect"
import { describe, expect, it } from "vitest"
import { newPlace, type Place, type Server, serverToAsk } from "../../../testing/authorization/AuthorizationPlace.ts"
import { callers } from "../../../testing/authorization/Callers.ts"
import { markOf, personCookies, publicUrl } from "../../../testing/pageVisitors.ts"
import { sample, type SampleCaller } from "../../../testing/sampleCallers.ts"
import { isApplication } from "../../../testing/testTokens.ts"

type Fields = ReadonlyArray<readonly [name: string, value: string]>

/** One thing, as it is asked for over REST and by a form. */
interface Thing {
  readonly api: (place: Place) => readonly [method: string, path: string, body?: object]
  /** After the incident's page. */
  readonly path: (place: Place) => string
  readonly use: string
  readonly fields: Fields | ((place: Place) => Fields)
  /** Default: the incident with a team. */
  readonly bare?: boolean
}

const team = ({ teamId }: Place): string => `/v1/teams/${teamId}`
const incidentAt = ({ incidentId }: Place): string => `/v1/incidents/${incidentId}`
const untouched = "New Medium   "

const things: Readonly<Record<string, Thing>> = {
  "create a team": {
    api: ({ withoutTeam }) => [
      "POST",
      `/v1/incidents/${withoutTeam}/team`,
      { name: "Blue", description: "Why.", people: [sample.chloe.id, sample.hugo.id] }
    ],
    path: () => "/team/new",
    use: "create",
    fields: [
      ["do", "send"],
      ["name", "Blue"],
      ["description", "Why."],
      ["chosen", `Person:${sample.chloe.id}`],
      ["chosen", `Person:${sample.hugo.id}`]
    ],
    bare: true
  },
  "add people": {
    api: (place) => ["POST", `${team(place)}/people`, { people: [sample.chloe.id] }],
    path: () => "/team/people",
    use: "people",
    fields: [
      ["do", "send"],
      ["chosen", `Person:${sample.chloe.id}`]
    ]
  },
  "remove people": {
    api: (place) => ["POST", `${team(place)}/people/remove`, { people: [sample.elif.id] }],
    path: () => "/team/people",
    use: "people",
    fields: [
      ["do", "remove"],
      ["remove", `Person:${sample.elif.id}`]
    ]
  },
  "link an incident": {
    api: (place) => ["POST", `${team(place)}/incidents`, { incident: place.withoutTeam }],
    path: () => "/team/incidents",
    use: "incidents",
    fields: ({ withoutTeam }) => [["do", `link ${withoutTeam}`]]
  },
  "archive the team of an open incident": {
    api: (place) => ["POST", `${team(place)}/archive-now`],
    path: () => "/team/archive-now",
    use: "archive-now",
    fields: []
  },
  "keep a team open that isn't to be archived": {
    api: (place) => ["POST", `${team(place)}/keep-open`],
    path: () => "/team/keep-open",
    use: "keep-open",
    fields: []
  },
  "retry what didn't fail": {
    api: (place) => ["POST", `${team(place)}/retry`],
    path: () => "/team/retry",
    use: "retry",
    fields: []
  },
  "restore what wasn't deleted": {
    api: (place) => ["POST", `${team(place)}/restore`],
    path: () => "/team/restore",
    use: "restore",
    fields: []
  },
  "request access": {
    api: (place) => ["POST", `${team(place)}/access-requests`, { reason: "I run the gateway." }],
    path: () => "/access",
    use: "access",
    fields: [["reason", "I run the gateway."]]
  },
  "deny access": {
    api: (place) => ["POST", `${team(place)}/access-requests/${place.requestId}/deny`, { reason: "Not now." }],
    path: ({ requestId }) => `/access/${requestId}`,
    use: "decide",
    fields: [
      ["decision", "deny"],
      ["reason", "Not now."]
    ]
  },
  "close the incident": {
    api: (place) => [
      "PATCH",
      incidentAt(place),
      { status: "Closed", classification: "FalsePositive", classificationReason: "InaccurateData" }
    ],
    path: () => "/close",
    use: "close",
    fields: [
      ["classification", "FalsePositive/InaccurateData"],
      ["seen", untouched]
    ]
  },
  "raise the severity": {
    api: (place) => ["PATCH", incidentAt(place), { severity: "High" }],
    path: () => "/change",
    use: "change",
    fields: [
      ["severity", "High"],
      ["was", "New Medium"],
      ["status", "New"],
      ["owner", "keep"],
      ["seen", untouched]
    ]
  }
}

/** Without what differs each time: moments, and ids that are drawn. */
const lasting = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, part: unknown) => (key === "etag" ? undefined : part))
      .replaceAll(/[0-9a-f]{32}/gu, "drawn")
      .replaceAll(/\d{13}/gu, "0")
  )

const people = Object.entries(callers).flatMap(([caller, who]) =>
  who === undefined || isApplication(who) ? [] : [{ caller, who }]
)

type Ask = (server: Server, place: Place, who: SampleCaller) => Promise<number>

/** Everyone asks in a place of their own, the same places each time: what they got, and what happened there. */
const outcomes = async (bare: boolean, ask: Ask): Promise<unknown> => {
  const server = serverToAsk()
  const found: Array<unknown> = []
  for (const { caller, who } of people) {
    const place = await newPlace(server)
    const status = await ask(server, place, who)
    const after = await server.run(
      Effect.gen(function* () {
        const store = yield* TeamStore
        const id = IncidentId.make(bare ? place.withoutTeam : place.incidentId)
        const stored = yield* store.load(yield* teamOfIncident(id))
        const events = Option.isNone(stored) ? [] : yield* store.timeline(stored.value.id, 0, 200)
        const incident = yield* (yield* IncidentSource).get(id, asSystem)
        return { events: events.map(({ event }) => event), incident }
      })
    )
    found.push({ caller, status: status < 400 ? "done" : status, ...after })
  }
  await server.settled()
  return lasting(found)
}

describe("a form does the same as the API", () => {
  it.each(Object.entries(things))("%s, for every caller", async (_, { api, path, use, fields, bare = false }) => {
    const byApi = await outcomes(bare, async (server, place, who) => {
      const [method, address, body] = api(place)
      return (await server.send(method, address, { as: who, ...defined({ body }) })).status
    })
    const byForm = await outcomes(bare, async (server, place, who) => {
      const id = bare ? place.withoutTeam : place.incidentId
      const body = new URLSearchParams([
        ...(typeof fields === "function" ? fields(place) : fields).map(([name, value]) => [name, value]),
        ["mark", markOf(who, `${use} ${id}`)]
      ])
      const headers = { origin: publicUrl, cookie: await personCookies(who) }
      const response = await server.app.request(`/incidents/${id}${path(place)}`, { method: "POST", body, headers })
      await response.body?.cancel()
      return response.status
    })
    expect(byForm).toEqual(byApi)
  })
})
