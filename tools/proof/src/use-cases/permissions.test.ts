import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import type { Session } from "@incident-teams/application/ports/Session"
import { handOn } from "@incident-teams/application/testing/Hand"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { changeIncident } from "@incident-teams/application/use-cases/changeIncident"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { decideAccess } from "@incident-teams/application/use-cases/decideAccess"
import { draftTeam } from "@incident-teams/application/use-cases/draftTeam"
import { listFavorites, starFavorite, unstarFavorite } from "@incident-teams/application/use-cases/favorites"
import { getOperation } from "@incident-teams/application/use-cases/getOperation"
import { getTeam, getTeamOfIncident } from "@incident-teams/application/use-cases/getTeam"
import { groupSize } from "@incident-teams/application/use-cases/groupSize"
import { readIncidentDetails } from "@incident-teams/application/use-cases/incidentDetails"
import { readIncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import { listAccessRequests } from "@incident-teams/application/use-cases/listAccessRequests"
import { getIncident, listIncidents } from "@incident-teams/application/use-cases/listIncidents"
import { listTeams } from "@incident-teams/application/use-cases/listTeams"
import { readTimeline } from "@incident-teams/application/use-cases/readTimeline"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { joinTeam, requestAccess } from "@incident-teams/application/use-cases/requestAccess"
import { recreateTeam, restoreTeam, retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import { searchPeople } from "@incident-teams/application/use-cases/searchPeople"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { type Application, applications, as, cast, groups, named, type Player, workspaces } from "../testing/Cast.ts"
import { hookAbout } from "../testing/hookAbout.ts"
import { incidentOf, inMemoryWorld, type MemoryWorld, refusalOf } from "../testing/MemoryWorld.ts"
import { lookAt, openTeam, ownerlessTeam, requestedTeam, stored, truthOf } from "../testing/teamsInTheWorld.ts"

/**
 * The open team of an incident. Ben created it and owns it with Ines, whom he named; Elif and Farid, who have
 * no role in Azure, are its members, Farid because somebody added him in Teams.
 */
const theTeam = Effect.gen(function* () {
  const open = yield* openTeam({ people: [cast.elif.id], owner: cast.ines.id })
  yield* (yield* PlatformHand).add(open.platform, { ...named(cast.farid), role: "member" })
  yield* lookAt(open.team)
  const without = yield* incidentOf({ title: "Without a team" })
  return { ...open, without: without.id }
})

interface Place {
  readonly team: TeamId
  readonly incident: IncidentId
  /** An incident that has no team. */
  readonly without: IncidentId
  readonly workspace: WorkspaceAlias
}

type Caller = Player | Application
const everybody: ReadonlyArray<Caller> = [
  ...(Object.keys(cast) as ReadonlyArray<Player>),
  ...(Object.keys(applications) as ReadonlyArray<Application>)
]
const persons: ReadonlyArray<Caller> = Object.keys(cast) as ReadonlyArray<Player>

/** Who has which right on the workspace, as the cast says. */
const responders = ["ben", "chloe", "greta", "hugo", "carla"] as const
const readers = [...responders, "dev", "rita"] as const
const inTeam = ["ben", "ines", "elif", "farid"] as const

const page = { limit: 10 }
const incidents = { filter: {}, order: { by: "number", descending: false }, top: 10 } as const

interface Row {
  readonly who: ReadonlyArray<Caller>
  readonly may: (session: Session, place: Place) => Effect.Effect<unknown, { readonly _tag: string }, MemoryWorld>
}

/** Design, section 7: who may do what. Others may not. */
const table: Record<string, Row> = {
  "read an incident": {
    who: [...readers, ...inTeam, "playbook", "soar"],
    may: (session, { incident }) => getIncident(session, incident)
  },
  "read an incident without a team": {
    who: [...readers, "playbook", "soar"],
    may: (session, { without }) => getIncident(session, without)
  },
  "read everything about an incident": {
    who: [...readers, ...inTeam, "playbook", "soar"],
    may: (session, { incident }) => readIncidentDetails(session, incident)
  },
  "read everything about an incident without a team": {
    who: [...readers, "playbook", "soar"],
    may: (session, { without }) => readIncidentDetails(session, without)
  },
  "open an incident's page": {
    who: [...readers, ...inTeam, "playbook", "soar"],
    may: (session, { incident }) => readIncidentPage(session, incident, true)
  },
  "list incidents": {
    who: [...readers, "playbook", "soar"],
    may: (session, { workspace }) => listIncidents(session, { workspace, ...incidents })
  },
  "read a team": {
    who: [...readers, ...inTeam, "playbook", "soar"],
    may: (session, { team }) => getTeam(session, team)
  },
  "read an incident's team": {
    who: [...readers, ...inTeam, "playbook", "soar"],
    may: (session, { incident }) => getTeamOfIncident(session, incident)
  },
  "list teams": {
    who: [...readers, "playbook", "soar"],
    may: (session, { workspace }) => listTeams(session, workspace, {}, page)
  },
  "read the timeline": {
    who: [...readers, ...inTeam, "playbook", "soar"],
    may: (session, { team }) => readTimeline(session, team, 0, 10)
  },
  "read an operation": {
    who: [...readers, ...inTeam, "playbook", "soar"],
    may: (session, { team }) => getOperation(session, team, { number: 1 })
  },
  "see access requests": {
    who: [...readers, ...inTeam, "playbook", "soar"],
    may: (session, { team }) => listAccessRequests(session, team)
  },
  "draft a team": {
    who: ["ben", "carla", "playbook", "soar"],
    may: (session, { without }) => draftTeam(session, without)
  },
  "create a team": {
    who: ["ben", "carla", "playbook", "soar"],
    may: (session, { without }) =>
      createTeam(session, {
        incident: without,
        people: [],
        groups: [],
        ...(session.caller._tag === "User" ? {} : { owner: cast.ben.id })
      })
  },
  "change an incident": {
    who: [...responders, "soar"],
    may: (session, { incident }) => changeIncident(session, incident, { severity: "High" })
  },
  "add people": {
    who: [...responders, "ines", "playbook", "soar"],
    may: (session, { team }) => addPeople(session, team, { people: [cast.rita.id], groups: [] })
  },
  "remove people": {
    who: [...responders, "ines", "playbook", "soar"],
    may: (session, { team }) => removePeople(session, team, { people: [cast.elif.id], groups: [] })
  },
  "rename a team": {
    who: [...responders, "ines", "playbook", "soar"],
    may: (session, { team }) => renameTeam(session, team, { name: "Renamed" })
  },
  retry: {
    who: [...responders, "ines", "playbook", "soar"],
    may: (session, { team }) => retryTeam(session, team)
  },
  restore: {
    who: [...responders, "ines", "playbook", "soar"],
    may: (session, { team }) => restoreTeam(session, team)
  },
  recreate: {
    who: [...responders, "ines", "playbook", "soar"],
    may: (session, { team }) => recreateTeam(session, team)
  },
  "ask for access": {
    who: readers,
    may: (session, { team }) => requestAccess(session, team, "Please.")
  },
  "join a team": {
    who: [...responders, "ines"],
    may: (session, { team }) => joinTeam(session, team)
  },
  "decide on access": {
    who: [...responders, "ines", "playbook", "soar"],
    may: (session, { team }) => decideAccess(session, team, { request: "nothing", approve: true })
  },
  "list one's favorites": { who: persons, may: (session) => listFavorites(session) },
  "star a favorite": {
    who: ["ben", "chloe", "carla"],
    may: (session) => starFavorite(session, { _tag: "Person", id: cast.rita.id })
  },
  "unstar a favorite": {
    who: persons,
    may: (session) => unstarFavorite(session, { _tag: "Person", id: cast.rita.id })
  },
  "search people": {
    who: ["ben", "chloe", "carla", "playbook", "soar"],
    may: (session) => searchPeople(session, { text: "Ben", limit: 10 })
  },
  "search people for a team": {
    who: ["ben", "chloe", "carla", "ines", "playbook", "soar"],
    may: (session, { team }) => searchPeople(session, { text: "Ben", limit: 10, team })
  },
  "see how large a group is": {
    who: ["ben", "chloe", "carla", "playbook", "soar"],
    may: (session) => groupSize(session, groups.tier2.id, undefined)
  },
  "see how large a group is for a team": {
    who: ["ben", "chloe", "carla", "ines", "playbook", "soar"],
    may: (session, { team }) => groupSize(session, groups.tier2.id, team)
  },
  "say that an incident changed": {
    who: ["hook", "soar", "bystander"],
    may: (session, { incident }) => hookAbout(session, incident)
  }
}

/** The callers who aren't refused for want of a right. The others are told why, and changed nothing. */
const allowed = ({ may, who }: Row, place: Effect.Effect<Place, unknown, MemoryWorld>) =>
  Effect.filter(everybody, (caller) =>
    Effect.promise(() =>
      inMemoryWorld(
        Effect.gen(function* () {
          const asked = may(as(caller), yield* place)
          if (who.includes(caller)) {
            // Any other failure (not lost, in the team already ...) comes after the question of rights.
            return yield* Effect.match(asked, {
              onSuccess: () => true,
              onFailure: ({ _tag }) => _tag !== "NotAllowed"
            })
          }
          const refusal = yield* refusalOf(asked)
          if (refusal._tag !== "NotAllowed") return true
          expect(refusal).toMatchObject({
            who: as(caller).caller.name,
            what: expect.stringMatching(/\S/u),
            needs: expect.stringMatching(/\S/u),
            remedy: expect.stringMatching(/\S/u)
          })
          return false
        })
      )
    )
  )

const inSoc = Effect.map(theTeam, (place): Place => ({ ...place, workspace: workspaces.soc }))

describe("who may", () => {
  it.each(Object.entries(table))("%s", async (_, row) => {
    const expected = everybody.filter((caller) => row.who.includes(caller))
    expect(await Effect.runPromise(allowed(row, inSoc))).toEqual(expected)
  })

  it("anything in one workspace may nothing in another", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* (yield* IncidentHand).add(workspaces.lab)
        const requests: ReadonlyArray<Effect.Effect<unknown, unknown, MemoryWorld>> = [
          getIncident(as("carla"), incident.id),
          listIncidents(as("carla"), { workspace: workspaces.lab, ...incidents }),
          listTeams(as("carla"), workspaces.lab, {}, page),
          draftTeam(as("carla"), incident.id),
          createTeam(as("carla"), { incident: incident.id, people: [], groups: [] }),
          changeIncident(as("carla"), incident.id, { severity: "High" })
        ]
        for (const request of requests) expect(yield* refusalOf(request)).toMatchObject({ _tag: "NotAllowed" })
      })
    ))
})

describe("a member without a role in Sentinel", () => {
  /** In whose name the incident was read last. */
  const read = Effect.map(handOn(IncidentSource), (hand) => {
    const on = hand.calls("get").at(-1)?.args[1]
    return on?._tag === "Session" ? on.session.caller.id : on?._tag
  })

  it("sees the team's incident, read in our own name, and no other incident", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { incident, without, team } = yield* theTeam
        const found = yield* getIncident(as("elif"), incident)
        expect(found).toMatchObject({ incident: { id: incident }, team: { id: team } })
        expect(yield* read).toBe("System")
        expect(yield* refusalOf(getIncident(as("elif"), without))).toMatchObject({ _tag: "NotAllowed" })
        const other = yield* openTeam()
        expect(yield* refusalOf(getTeam(as("elif"), other.team))).toMatchObject({ _tag: "NotAllowed" })
      })
    ))

  it("sees it as soon as they are in, and nothing any more as soon as they are out", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* openTeam()
        yield* addPeople(as("ben"), team, { people: [cast.elif.id], groups: [] })
        expect(yield* refusalOf(getIncident(as("elif"), incident))).toMatchObject({ _tag: "NotAllowed" })
        yield* settle()
        expect(yield* getIncident(as("elif"), incident)).toMatchObject({ team: { id: team } })
        yield* removePeople(as("ben"), team, { people: [cast.elif.id], groups: [] })
        yield* settle()
        expect(yield* refusalOf(getIncident(as("elif"), incident))).toMatchObject({ _tag: "NotAllowed" })
      })
    ))

  it("isn't the only one in the team: who may read in Sentinel reads in their own name", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { incident } = yield* theTeam
        yield* getIncident(as("ben"), incident)
        expect(yield* read).toBe(cast.ben.id)
      })
    ))
})

const requestsFor = (who: Player, team: TeamId) =>
  Effect.map(listAccessRequests(as(who), team), ({ requests }) => requests)

describe("an owner", () => {
  it("owns nothing any more as soon as they are out", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ owner: cast.ines.id })
        yield* renameTeam(as("ines"), team, { name: "Renamed by Ines" })
        yield* removePeople(as("ben"), team, { people: [cast.ines.id], groups: [] })
        yield* settle()
        expect(yield* refusalOf(renameTeam(as("ines"), team, { name: "Renamed again" }))).toMatchObject({
          _tag: "NotAllowed"
        })
      })
    ))

  it("of a team that isn't made yet decides already, and one put in for those who left decides at once", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const asked = yield* requestedTeam()
        yield* requestAccess(as("dev"), asked.team, "Please.")
        expect(yield* requestsFor("ben", asked.team)).toHaveLength(1)

        const { team, platform } = yield* openTeam()
        const hand = yield* PlatformHand
        yield* hand.remove(platform, cast.ben.id)
        yield* lookAt(team)
        expect((yield* truthOf(team)).members).toMatchObject([{ ...named(cast.ines), role: "owner" }])
        yield* requestAccess(as("dev"), team, "Please.")
        expect(yield* requestsFor("ines", team)).toHaveLength(1)
        expect(yield* requestsFor("rita", team)).toEqual([])
      })
    ))
})

describe("a standby owner", () => {
  it("decides on access where no owner is left, and sees the requests; a Reader sees their own", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* ownerlessTeam()
        expect((yield* stored(team)).team.people.ownersSeen).toEqual([])
        yield* requestAccess(as("dev"), team, "Please.")
        yield* requestAccess(as("rita"), team, "Me too.")
        const [request] = yield* requestsFor("ines", team)
        expect(yield* requestsFor("ines", team)).toHaveLength(2)
        expect(yield* requestsFor("dev", team)).toEqual([request])
        expect(request).toMatchObject({ person: named(cast.dev) })
        const decision = { request: request?.id ?? "", approve: true }
        expect(yield* refusalOf(decideAccess(as("dev"), team, decision))).toMatchObject({
          _tag: "NotAllowed",
          needs: expect.stringMatching(/^to be a standby owner, as the team has no owner left, or .*incidents\/write/u)
        })
        yield* decideAccess(as("ines"), team, decision)
        expect(yield* requestsFor("ines", team)).toMatchObject([{ person: named(cast.rita) }])
      })
    ))

  it("who is configured after the team was made decides too", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* ownerlessTeam()
        yield* requestAccess(as("dev"), team, "Please.")
        const configured = { ...(yield* Deployment), standbyOwners: [cast.farid.id] }
        const requests = yield* requestsFor("farid", team).pipe(Effect.provideService(Deployment, configured))
        expect(requests).toHaveLength(1)
        yield* decideAccess(as("farid"), team, { request: requests[0]?.id ?? "", approve: false }).pipe(
          Effect.provideService(Deployment, configured)
        )
      })
    ))
})
