import { sample } from "@incident-teams/testkit/sample"
import { describe, expect, inject, it, vi } from "vitest"
import { as } from "../../testing/asked.ts"
import { control, type NewIncident, newIncident, tokenOf } from "../../testing/simulated.ts"

/** The incidents that one life changes, and the team of the first. */
interface Place {
  readonly incident: NewIncident
  readonly withoutTeam: NewIncident
  readonly related: NewIncident
  readonly teamId: string
}

interface Sent {
  readonly status: number
  // A test compares what it reads of an answer, so a wrong guess fails it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly answer: any
}

type Request = readonly [method: string, path: string, body?: object]

/** A request of the contract, without any client of ours. */
const sent = async (who: string, ...[method, path, body]: Request): Promise<Sent> => {
  const response = await fetch(`${inject("sandbox").url}${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(who)}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  return { status: response.status, answer: await response.json() }
}

const accepted = async (...request: Parameters<typeof sent>): Promise<Sent["answer"]> => {
  const { status, answer } = await sent(...request)
  if (status >= 400) throw new Error(`${JSON.stringify(request)}: ${status} ${JSON.stringify(answer)}`)
  return answer
}

/** Waits for the work that an answer speaks of, so that what is asked next finds the same in each place. */
const settled = async (answer: Sent["answer"]): Promise<void> => {
  const operation: string | undefined = answer.team?.operation ?? (answer.teamId && `/v1/operations/${answer.id}`)
  if (operation === undefined) return
  await vi.waitUntil(async () => (await accepted("ben", "GET", operation)).status !== "Running", { timeout: 240_000 })
}

/** Waits until everyone is added or removed: no operation says so of an approved access request. */
const peopleSettled = ({ teamId }: Place): Promise<boolean> =>
  vi.waitUntil(async () => (await accepted("ben", "GET", `/v1/teams/${teamId}`)).counts.asked === 0, {
    timeout: 240_000
  })

const { person } = sample
const team = ({ teamId }: Place): string => `/v1/teams/${teamId}`

/** Dev's pending request for access. */
const requestOfDev = async ({ teamId }: Place): Promise<string> => {
  const { items } = await accepted("ben", "GET", `/v1/teams/${teamId}/access-requests`)
  return items[0].id
}

/** Dev requests access, and is removed before if the team has Dev already. */
const devAsks = async (place: Place): Promise<void> => {
  await settled((await sent("ben", "POST", `${team(place)}/people/remove`, { people: [person.dev] })).answer)
  await accepted("dev", "POST", `${team(place)}/access-requests`, { reason: "I run the gateway." })
}

/** Teams refuses a new name, and wouldn't a second time. */
const renameFails = async (place: Place): Promise<void> => {
  const { platformTeamId } = await accepted("ben", "GET", team(place))
  const { id } = await control("POST", "/faults", {
    surface: "graph",
    method: "PATCH",
    path: `/teams/${platformTeamId}`,
    fault: { kind: "answer", status: 400, code: "BadRequest", message: "Not now." }
  })
  await settled(await accepted("ben", "PATCH", team(place), { name: "War room 2" }))
  await control("DELETE", `/faults/${id}`)
}

/** One thing, as it is asked for over REST and by a command. */
interface Thing {
  readonly before?: (place: Place) => Promise<void>
  readonly api: (place: Place, request: () => Promise<string>) => Request | Promise<Request>
  readonly command: (
    place: Place,
    request: () => Promise<string>
  ) => ReadonlyArray<string> | Promise<ReadonlyArray<string>>
}

/** In the order in which each life does them. */
const things: Readonly<Record<string, Thing>> = {
  "create a team": {
    api: ({ withoutTeam }) => [
      "POST",
      `/v1/incidents/${withoutTeam.id}/team`,
      { name: "Blue", description: "Why.", people: [person.chloe, person.hugo], groups: [sample.group.tier2] }
    ],
    command: ({ withoutTeam }) => [
      "team",
      "create",
      withoutTeam.id,
      "--name",
      "Blue",
      "--description",
      "Why.",
      "--person",
      person.chloe,
      "--person",
      person.hugo,
      "--group",
      sample.group.tier2
    ]
  },
  "create a second team": {
    api: ({ incident }) => ["POST", `/v1/incidents/${incident.id}/team`, { announce: false }],
    command: ({ incident }) => ["team", "create", incident.id, "--no-announce"]
  },
  rename: {
    api: (place) => ["PATCH", team(place), { name: "War room", description: "All about it." }],
    command: ({ teamId }) => ["team", "rename", teamId, "--name", "War room", "--description", "All about it."]
  },
  "add people": {
    api: (place) => ["POST", `${team(place)}/people`, { people: [person.chloe, person.hugo] }],
    command: ({ teamId }) => ["team", "add", teamId, person.chloe, person.hugo]
  },
  "add a group": {
    api: (place) => ["POST", `${team(place)}/people`, { groups: [sample.group.tier2] }],
    command: ({ teamId }) => ["team", "add", teamId, "--group", sample.group.tier2]
  },
  "retry what was refused": {
    before: renameFails,
    api: (place) => ["POST", `${team(place)}/retry`],
    command: ({ teamId }) => ["team", "retry", teamId]
  },
  "remove people": {
    api: (place) => ["POST", `${team(place)}/people/remove`, { people: [person.chloe] }],
    command: ({ teamId }) => ["team", "remove", teamId, person.chloe]
  },
  "remove the last owner": {
    api: (place) => ["POST", `${team(place)}/people/remove`, { people: [person.ben] }],
    command: ({ teamId }) => ["team", "remove", teamId, person.ben]
  },
  "link an incident": {
    api: (place) => ["POST", `${team(place)}/incidents`, { incident: place.related.id, lead: true }],
    command: ({ teamId, related }) => ["team", "link", teamId, related.id, "--lead"]
  },
  "unlink it": {
    api: (place) => ["POST", `${team(place)}/incidents/remove`, { incident: place.related.id }],
    command: ({ teamId, related }) => ["team", "unlink", teamId, related.id]
  },
  "request access": {
    api: (place) => ["POST", `${team(place)}/access-requests`, { reason: "I run the gateway." }],
    command: ({ teamId }) => ["access", "request", teamId, "--reason", "I run the gateway."]
  },
  "approve a request": {
    before: devAsks,
    api: async (place, request) => ["POST", `${team(place)}/access-requests/${await request()}/approve`, {}],
    command: async ({ teamId }, request) => ["access", "approve", teamId, await request()]
  },
  "deny a request": {
    before: devAsks,
    api: async (place, request) => [
      "POST",
      `${team(place)}/access-requests/${await request()}/deny`,
      { reason: "Not now." }
    ],
    command: async ({ teamId }, request) => ["access", "deny", teamId, await request(), "--reason", "Not now."]
  },
  "archive the team of an open incident": {
    api: (place) => ["POST", `${team(place)}/archive-now`],
    command: ({ teamId }) => ["team", "archive-now", teamId]
  },
  "keep a team open that isn't to be archived": {
    api: (place) => ["POST", `${team(place)}/keep-open`],
    command: ({ teamId }) => ["team", "keep-open", teamId]
  },
  "close the incident": {
    api: ({ incident }) => [
      "PATCH",
      `/v1/incidents/${incident.id}`,
      {
        status: "Closed",
        classification: "FalsePositive",
        classificationReason: "InaccurateData",
        classificationComment: "A test mail."
      }
    ],
    command: ({ incident }) => [
      "incidents",
      "close",
      incident.id,
      "--classification",
      "FalsePositive",
      "--reason",
      "InaccurateData",
      "--comment",
      "A test mail."
    ]
  },
  "reopen the incident": {
    api: ({ incident }) => ["PATCH", `/v1/incidents/${incident.id}`, { status: "New" }],
    command: ({ incident }) => ["incidents", "reopen", incident.id, "--status", "New"]
  }
}

/** How a command ends that the API answers with this status (docs/how-to/commands-in-scripts.md). */
const exitCodeFor = (status: number): number => {
  if (status < 400) return 0
  if (status === 401 || status === 403) return 3
  return status === 409 || status === 412 ? 4 : 1
}

interface Outcome {
  readonly code: number
  readonly answer: Sent["answer"]
}
type Ask = (who: string, thing: Thing, place: Place) => Promise<Outcome>

const byApi: Ask = async (who, { api }, place) => {
  const { status, answer } = await sent(who, ...(await api(place, () => requestOfDev(place))))
  return { code: exitCodeFor(status), answer }
}

const byCommand: Ask = async (who, { command }, place) => {
  const { code, stdout } = await as(who, ...(await command(place, () => requestOfDev(place))), "--json")
  return { code, answer: JSON.parse(stdout) }
}

/** Ben's team with Elif, of an incident that looks like every other place's. */
const newPlace = async (): Promise<Place> => {
  const [incident, withoutTeam, related] = [await newIncident(), await newIncident(), await newIncident()]
  const created = await accepted("ben", "POST", `/v1/incidents/${incident.id}/team`, { people: [person.elif] })
  await settled(created)
  return { incident, withoutTeam, related, teamId: created.teamId }
}

const drawn = new Set(["at", "position", "etag", "instance"])

/** Without what differs between two places: moments, and ids and numbers that are drawn. */
const lasting = ({ incident, withoutTeam, related }: Place, value: unknown): string => {
  let text = JSON.stringify(value, (key, part: unknown) => (drawn.has(key) ? undefined : part))
  for (const [at, { id, number }] of [incident, withoutTeam, related].entries()) {
    const numbers = new RegExp(`(?<=incident |#|INC-|"(?:number|providerIncidentId)":"?)${number}\\b`, "giu")
    text = text.replaceAll(id.replace("soc-prod~", ""), `incident-${at}`).replaceAll(numbers, String(at))
  }
  return text
    .replaceAll(/(?<=request |groupId=|"platformTeamId":")[0-9a-f-]{36}/gu, "drawn")
    .replaceAll(/[0-9a-f]{32}|[a-z2-7]{26}|\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "drawn")
}

/** What happened to an incident's team. Work that is due at the same time ends in any order. */
const eventsOf = async (place: Place, { id }: NewIncident): Promise<ReadonlyArray<string>> => {
  const { status, answer } = await sent("ben", "GET", `/v1/incidents/${id}/team`)
  if (status === 404) return []
  const { items, continuation } = await accepted("ben", "GET", `/v1/teams/${answer.id}/timeline?top=100`)
  expect(continuation).toBeUndefined()
  return items.map((item: unknown) => lasting(place, item)).toSorted()
}

/** Each thing that some caller was allowed to do. */
const done = new Set<string>()

/** The caller does each thing once: what became of each, and what happened to the teams. */
const live = async (who: string, ask: Ask): Promise<unknown> => {
  const place = await newPlace()
  const outcomes: Array<unknown> = []
  for (const [name, thing] of Object.entries(things)) {
    await thing.before?.(place)
    const { code, answer } = await ask(who, thing, place)
    if (code === 0) {
      done.add(name)
      await settled(answer)
      await peopleSettled(place)
    }
    const { description, incidents } = await accepted("ben", "GET", `/v1/teams/${answer.teamId ?? place.teamId}`)
    // A command reads the team first. Someone who may not even read it gets the same problem with that detail.
    const told = code === 3 ? answer.type : answer
    outcomes.push({ name, code, ...JSON.parse(lasting(place, { told, team: { description, incidents } })) })
  }
  const { incident, withoutTeam } = place
  return { outcomes, events: await eventsOf(place, incident), created: await eventsOf(place, withoutTeam) }
}

describe("a command does the same as the API", () => {
  it.concurrent.each([
    { who: "ana", is: "a Contributor" },
    { who: "ben", is: "the team's owner" },
    { who: "chloe", is: "a Responder who may not create teams" },
    { who: "dev", is: "a Reader" },
    { who: "elif", is: "in the team, without a role" },
    { who: "farid", is: "without a role" },
    { who: "ines", is: "a standby owner" },
    { who: "playbook", is: "an application" },
    { who: "stranger", is: "an application without an app role" }
  ])("asked by $who, who is $is", async ({ who }) => {
    const [api, command] = await Promise.all([live(who, byApi), live(who, byCommand)])
    expect(command).toEqual(api)
  })

  it("and each thing was done for someone, but for those that the incident's state forbids", () => {
    const forbidden = [
      "create a second team",
      "remove the last owner",
      "archive the team of an open incident",
      "keep a team open that isn't to be archived"
    ]
    expect(Object.keys(things).filter((name) => !done.has(name))).toEqual(forbidden)
  })
})
