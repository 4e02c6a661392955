import { viewerVersion } from "../../src/docs-viewer/viewerFiles.ts"
import type { FormUse } from "../../src/page/formMark.ts"
import { make as pageFiles } from "../../src/page/PageFiles.ts"
import { sample } from "../sampleCallers.ts"
import { ownerlessPlace, type Place, type Server } from "./AuthorizationPlace.ts"
import { type Caller, everybody } from "./Callers.ts"

/** What goes with a request beside the parameters of its path, which are filled in by their names. */
export interface Asked {
  /** Parameters that aren't the place's. */
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
  /** A form in place of a body, as a page of ours sends it, and the use that its mark is for. */
  readonly form?: Readonly<Record<string, string>>
  readonly marked?: string
}

export interface Row {
  /** Where it matters beside the route: named by the test. */
  readonly when?: string
  /** How a caller is known: by their token, or by having signed in at the page. Default: by their token. */
  readonly by?: "page"
  /** Who is let through. The others get 403; without a token it is 401. `anybody`: without a token too. */
  readonly may: ReadonlyArray<Caller> | "anybody"
  /** The status for callers who are let through. Default: 200. */
  readonly status?: number
  /** Default: nothing. */
  readonly ask?: (place: Place) => Asked
  /** Each caller who is let through asks in a place of their own, as asking changes it. Default: in one and the same. */
  readonly alters?: boolean
  /** Default: `newPlace`. */
  readonly place?: (rest: Server) => Promise<Place>
}

const persons = everybody.filter((caller) => caller !== "no token" && !caller.startsWith("application"))
const withAToken = everybody.filter((caller) => caller !== "no token")

const writers = ["Responder", "Responder who may not create teams", "Contributor"] as const
const readers = ["Reader", ...writers] as const
const inTheTeam = ["team member without a role", "team owner without a role"] as const
const owners = ["team owner without a role"] as const

const teamMakers = ["application: Team.Create", "application: Incident.ReadWrite"] as const
const incidentWriters = ["application: Incident.ReadWrite"] as const

/** An incident, its team, and what happened to it. */
const seeing = [...readers, ...inTheTeam, ...teamMakers]
/** The same, with a browser. */
const seeingPages = [...readers, ...inTheTeam]
/** What is in a workspace. */
const listing = [...readers, ...teamMakers]
const creating = ["Responder", "Contributor", ...teamMakers] as const
const changingTeams = [...writers, ...owners, ...teamMakers]
/** The same where no owner is left: those who were are out. */
const changingOwnerless = [...writers, "standby owner without a role", ...teamMakers] as const
const changingIncidents = [...writers, ...incidentWriters]

/** People and groups of the directory. */
const searching = [...writers, ...teamMakers] as const

const changingTeamsOnPage = [...writers, ...owners] as const
const creatingOnPage = ["Responder", "Contributor"] as const
const onBare = (place: Place): Asked => ({ params: { incidentId: place.withoutTeam } })
/** A new incident, as a form of its page carries what was seen of it. */
const untouched = "New Medium   "

/** A form that someone sends, and which leads back to the incident's page. */
const form = (
  use: FormUse,
  may: ReadonlyArray<Caller>,
  fields: Readonly<Record<string, string>> = {},
  ask: (place: Place) => Asked = () => ({})
): Row => ({
  may,
  by: "page",
  status: 303,
  ask: (place) => {
    const more = ask(place)
    return { form: fields, marked: `${use} ${more.params?.["incidentId"] ?? place.incidentId}`, ...more }
  },
  alters: true
})

const [, , pageStyleVersion = "", pageStyleName = ""] = pageFiles("").address("page.css").split("/")
const pageStyle = { version: pageStyleVersion, name: pageStyleName }
const withOwner = { owner: sample.ben.id }
/** An incident, a comment, a relation and a task at once: Sentinel ignores what isn't a member of the one. */
const documentBody = {
  properties: {
    title: "By hand",
    severity: "Low",
    status: "New",
    message: "By hand.",
    relatedResourceId: "/subscriptions/1/providers/Microsoft.SecurityInsights/bookmarks/1"
  }
}
const deciding = (): Asked => ({ body: {} })
const ownerless = { when: "no owner is left", place: ownerlessPlace } as const

/**
 * Who may do what, over the wire: every route with everybody who is let through. A route under /subscriptions (ARM) is
 * named by what follows `Microsoft.SecurityInsights`. `docs/architecture.md` says the same in words.
 */
export const authorizationTable: Readonly<Record<string, Row | ReadonlyArray<Row>>> = {
  "GET /v1/workspaces": { may: withAToken },
  "GET /v1/me": { may: withAToken },
  "GET /v1/incidents": { may: listing },
  "GET /v1/incidents/:incidentId": [
    { may: seeing },
    { when: "it has no team", may: listing, ask: ({ withoutTeam }) => ({ params: { incidentId: withoutTeam } }) }
  ],
  "GET /v1/incidents/:incidentId/details": { may: seeing },
  "PATCH /v1/incidents/:incidentId": { may: changingIncidents, ask: () => ({ body: { severity: "High" } }) },
  "GET /v1/incidents/:incidentId/team": { may: seeing },
  "GET /v1/incidents/:incidentId/team/draft": { may: creating },
  "POST /v1/incidents/:incidentId/team": [
    {
      may: creating,
      status: 202,
      ask: ({ withoutTeam }) => ({ params: { incidentId: withoutTeam }, body: withOwner }),
      alters: true
    },
    {
      when: "the request names no owner",
      may: ["Responder", "Contributor"],
      status: 202,
      ask: ({ withoutTeam }) => ({ params: { incidentId: withoutTeam }, body: {} }),
      alters: true
    }
  ],

  "GET /v1/teams": { may: listing },
  "GET /v1/teams/:teamId": { may: seeing },
  "PATCH /v1/teams/:teamId": { may: changingTeams, status: 202, ask: () => ({ body: { name: "Renamed" } }) },
  "GET /v1/teams/:teamId/timeline": { may: seeing },
  "GET /v1/teams/:teamId/timeline/:position/people": { may: seeing, ask: () => ({ params: { position: "1" } }) },
  "GET /v1/teams/:teamId/events": { may: seeing },
  "POST /v1/teams/:teamId/people": {
    may: changingTeams,
    status: 202,
    ask: () => ({ body: { people: [sample.chloe.id] } }),
    alters: true
  },
  "POST /v1/teams/:teamId/people/remove": {
    may: changingTeams,
    status: 202,
    ask: () => ({ body: { people: [sample.elif.id] } }),
    alters: true
  },
  "POST /v1/teams/:teamId/incidents": {
    may: changingIncidents,
    status: 202,
    ask: ({ withoutTeam }) => ({ body: { incident: withoutTeam } }),
    alters: true
  },
  // The team was created for it, and it isn't merged: 409.
  "POST /v1/teams/:teamId/incidents/remove": {
    may: changingIncidents,
    status: 409,
    ask: ({ incidentId }) => ({ body: { incident: incidentId } })
  },
  "POST /v1/teams/:teamId/merge": {
    may: changingIncidents,
    status: 409,
    ask: ({ incidentId }) => ({ body: { incident: incidentId } })
  },
  // The incident is open: 409.
  "POST /v1/teams/:teamId/archive-now": { may: changingIncidents, status: 409 },
  "POST /v1/teams/:teamId/keep-open": { may: changingIncidents, status: 409 },
  // There is nothing to retry, and nothing is lost: 409.
  "POST /v1/teams/:teamId/retry": { may: changingTeams, status: 409 },
  "POST /v1/teams/:teamId/restore": { may: changingTeams, status: 409 },
  "POST /v1/teams/:teamId/recreate": { may: changingTeams, status: 409 },
  "GET /v1/teams/:teamId/access-requests": [
    { may: seeing },
    {
      ...ownerless,
      may: [...readers, "team member without a role", "standby owner without a role", ...teamMakers]
    }
  ],
  "POST /v1/teams/:teamId/access-requests": {
    may: readers,
    status: 202,
    ask: () => ({ body: { reason: "I run the gateway." } }),
    alters: true
  },
  "POST /v1/teams/:teamId/access-requests/:requestId/approve": [
    { may: changingTeams, ask: deciding, alters: true },
    { ...ownerless, may: changingOwnerless, ask: deciding, alters: true }
  ],
  "POST /v1/teams/:teamId/access-requests/:requestId/deny": [
    { may: changingTeams, ask: deciding, alters: true },
    { ...ownerless, may: changingOwnerless, ask: deciding, alters: true }
  ],

  "GET /v1/operations/:operationId": { may: seeing },
  // A member of a team may watch it, so everybody may follow; what isn't theirs to see isn't told.
  "GET /v1/events": { may: [...persons, ...teamMakers] },
  "GET /v1/people": [
    { may: searching, ask: () => ({ query: "search=Ben" }) },
    {
      when: "it is for a team",
      may: [...searching, ...owners],
      ask: ({ teamId }) => ({ query: `search=Ben&team=${teamId}` })
    }
  ],
  "GET /v1/groups/:groupId": [
    { may: searching },
    { when: "it is for a team", may: [...searching, ...owners], ask: ({ teamId }) => ({ query: `team=${teamId}` }) }
  ],
  "GET /v1/favorites": { may: persons },
  "PUT /v1/favorites/people/:personId": { may: writers },
  "DELETE /v1/favorites/people/:personId": { may: persons },
  "PUT /v1/favorites/groups/:groupId": { may: writers },
  "DELETE /v1/favorites/groups/:groupId": { may: persons },
  "POST /v1/hooks/sentinel": {
    may: ["application: Incident.Notify", "application: Incident.ReadWrite", "application without a role in Azure"],
    status: 202,
    ask: ({ armId }) => ({ body: { object: { id: armId } } })
  },

  "ARM GET /incidents": { may: listing },
  "ARM GET /incidents/:incident": { may: listing },
  "ARM PUT /incidents/:incident": { may: changingIncidents, ask: () => ({ body: documentBody }) },
  "ARM DELETE /incidents/:incident": { may: changingIncidents, alters: true },
  // 503 with Retry-After: it is being made.
  "ARM POST /incidents/:incident/createTeam": {
    may: creating,
    status: 503,
    ask: ({ bare }) => ({ params: { incident: bare }, body: { teamName: "Blue", ...withOwner } }),
    alters: true
  },
  "ARM POST /incidents/:incident/alerts": { may: listing },
  "ARM POST /incidents/:incident/bookmarks": { may: listing },
  "ARM POST /incidents/:incident/entities": { may: listing },
  ...belongings("comments"),
  ...belongings("relations"),
  ...belongings("tasks"),

  "GET /incidents": { may: readers, by: "page" },
  "GET /incidents/live": { may: readers, by: "page" },
  "GET /incidents/:incidentId": [
    { may: seeingPages, by: "page" },
    {
      when: "it has no team",
      may: readers,
      by: "page",
      ask: ({ withoutTeam }) => ({ params: { incidentId: withoutTeam } })
    }
  ],
  "GET /incidents/:incidentId/live": { may: seeingPages, by: "page" },
  "GET /incidents/:incidentId/access": { may: seeingPages, by: "page" },
  "POST /incidents/:incidentId/access": form("access", readers, { reason: "I run the gateway." }),
  "GET /incidents/:incidentId/access/:requestId": { may: seeingPages, by: "page" },
  "POST /incidents/:incidentId/access/:requestId": form("decide", changingTeamsOnPage, {
    decision: "approve",
    reason: ""
  }),
  "GET /incidents/:incidentId/join": { may: seeingPages, by: "page" },
  "POST /incidents/:incidentId/join": form("join", changingTeamsOnPage),
  "GET /incidents/:incidentId/team/new": { may: creatingOnPage, by: "page", ask: onBare },
  "POST /incidents/:incidentId/team/new": form("create", creatingOnPage, { do: "send", name: "Blue" }, onBare),
  "GET /incidents/:incidentId/team/people": { may: changingTeamsOnPage, by: "page" },
  "POST /incidents/:incidentId/team/people": form("people", changingTeamsOnPage, {
    do: "send",
    chosen: `Person:${sample.chloe.id}`
  }),
  "GET /incidents/:incidentId/team/name": { may: changingTeamsOnPage, by: "page" },
  // The form doesn't say what it was filled in from, so that everyone who may send it is asked to check it.
  "POST /incidents/:incidentId/team/name": { ...form("rename", changingTeamsOnPage, { name: "Blue" }), status: 412 },
  "GET /incidents/:incidentId/team/incidents": { may: writers, by: "page" },
  "POST /incidents/:incidentId/team/incidents": form("incidents", writers, {}, ({ withoutTeam }) => ({
    form: { do: `link ${withoutTeam}` }
  })),
  // It isn't merged.
  "GET /incidents/:incidentId/team/merge": { may: writers, by: "page", status: 409 },
  "POST /incidents/:incidentId/team/merge": {
    ...form("merge", writers, {}, ({ incidentId }) => ({ form: { do: "none", incident: incidentId } })),
    status: 409
  },
  // The incident is open.
  "GET /incidents/:incidentId/team/archive-now": { may: writers, by: "page", status: 409 },
  "POST /incidents/:incidentId/team/archive-now": { ...form("archive-now", writers), status: 409 },
  "GET /incidents/:incidentId/team/keep-open": { may: writers, by: "page", status: 409 },
  "POST /incidents/:incidentId/team/keep-open": { ...form("keep-open", writers), status: 409 },
  // Nothing failed, nor is there anything to restore.
  "GET /incidents/:incidentId/team/retry": { may: changingTeamsOnPage, by: "page", status: 409 },
  "POST /incidents/:incidentId/team/retry": { ...form("retry", changingTeamsOnPage), status: 409 },
  "GET /incidents/:incidentId/team/restore": { may: changingTeamsOnPage, by: "page", status: 409 },
  "POST /incidents/:incidentId/team/restore": { ...form("restore", changingTeamsOnPage), status: 409 },
  "GET /incidents/:incidentId/team/recreate": { may: changingTeamsOnPage, by: "page", status: 409 },
  "POST /incidents/:incidentId/team/recreate": { ...form("recreate", changingTeamsOnPage), status: 409 },
  "GET /incidents/:incidentId/close": { may: writers, by: "page" },
  "POST /incidents/:incidentId/close": form("close", writers, { classification: "Undetermined", seen: untouched }),
  "GET /incidents/:incidentId/change": { may: writers, by: "page" },
  "POST /incidents/:incidentId/change": form("change", writers, { severity: "High", seen: untouched }),
  "GET /incidents/:incidentId/own": { may: writers, by: "page" },
  "POST /incidents/:incidentId/own": form("own", writers, { seen: untouched }),
  // The incident is open.
  "GET /incidents/:incidentId/reopen": { may: writers, by: "page", status: 409 },
  "POST /incidents/:incidentId/reopen": form("reopen", writers, { seen: untouched }),
  "GET /sign-in": { may: "anybody", status: 302, ask: ({ incidentId }) => ({ query: `to=/incidents/${incidentId}` }) },
  // Nobody began to sign in.
  "GET /sign-in/callback": { may: "anybody", status: 400 },
  "POST /sign-in/frame": { may: "anybody", status: 403, ask: () => ({ body: {} }) },
  "POST /sign-in/teams": { may: persons, status: 204, ask: () => ({ form: {} }) },
  "POST /sign-out": {
    may: "anybody",
    by: "page",
    status: 303,
    ask: () => ({ form: { to: "/incidents" }, marked: "sign-out" })
  },
  "GET /signed-in": { may: "anybody" },
  "GET /signed-out": { may: "anybody", ask: () => ({ query: "to=/incidents" }) },
  "GET /teams/configure": { may: "anybody" },
  "GET /page/:version/:name": { may: "anybody", ask: () => ({ params: pageStyle }) },

  "GET /v1/sign-in": { may: "anybody" },
  "GET /": { may: "anybody" },
  "GET /healthz": { may: "anybody" },
  "GET /readyz": { may: "anybody" },
  // Answered only where it is switched on: docs/reference/environment.md.
  "GET /metrics": { may: "anybody" },
  "GET /openapi.json": { may: "anybody" },
  "GET /docs": { may: "anybody" },
  "GET /docs/signed-in": { may: "anybody" },
  "GET /docs/start.js": { may: "anybody" },
  "GET /docs/page.css": { may: "anybody" },
  [`GET /docs/files/${viewerVersion}/:name`]: {
    may: "anybody",
    ask: () => ({ params: { name: "swagger-ui.css" } })
  }
}

/** What belongs to an incident, by Azure's own rules: a Responder deletes none of it. */
function belongings(kind: "comments" | "relations" | "tasks"): Readonly<Record<string, Row>> {
  const one = `/incidents/:incident/${kind}/:name`
  return {
    [`ARM GET /incidents/:incident/${kind}`]: { may: listing },
    // Nothing of that name is there.
    [`ARM GET ${one}`]: { may: listing, status: 404 },
    [`ARM PUT ${one}`]: { may: changingIncidents, status: 201, ask: () => ({ body: documentBody }), alters: true },
    [`ARM DELETE ${one}`]: { may: ["Contributor"], status: 204 }
  }
}
