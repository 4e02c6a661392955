import { CollaborationPlatform, PlatformBusy } from "@incident-teams/application/ports/CollaborationPlatform"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { asSystem } from "@incident-teams/application/ports/Session"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { handOn } from "@incident-teams/application/testing/Hand"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect, Option } from "effect"
import { expect } from "vitest"
import { restUnderTest, type TestOptions } from "../restUnderTest.ts"
import { sample, tier1, workspace } from "../sampleCallers.ts"

export type Server = ReturnType<typeof restUnderTest>

/** A server in which createTeam of the Sentinel-shaped routes doesn't wait for its team. */
export const serverToAsk = (options: Pick<TestOptions, "incidents"> = {}): Server =>
  restUnderTest({ ...options, metrics: true, patienceMillis: 0 })

/** What is there to be asked for: a value for each parameter that a path may have. */
export interface Place {
  /** An incident with an open team, whose owner is Kim; Elif is its member. */
  readonly incidentId: string
  readonly teamId: string
  readonly operationId: string
  /** Dev asked to be let in. */
  readonly requestId: string
  readonly personId: string
  readonly groupId: string
  /** An incident without a team. */
  readonly withoutTeam: string
  /** Of ARM: the incident with a team, its workspace, and both incidents' names. */
  readonly armId: string
  readonly subscription: string
  readonly resourceGroup: string
  readonly workspace: string
  readonly incident: string
  readonly bare: string
  /** Of a comment, relation or task that isn't there. */
  readonly name: string
}

const partsOf = (armId: string) => {
  const parts = armId.split("/")
  const [subscription = "", resourceGroup = "", workspaceName = "", incident = ""] = [2, 4, 8, 12].map(
    (at) => parts[at]
  )
  return { subscription, resourceGroup, workspace: workspaceName, incident }
}

/** A place of its own. */
export const newPlace = async (rest: Server): Promise<Place> => {
  const [own, other] = [await rest.newIncident(), await rest.newIncident()]
  const asked = await rest.send("POST", `/v1/incidents/${own.id}/team`, {
    as: "playbook",
    body: { owner: sample.kim.id, people: [sample.elif.id, sample.hugo.id] }
  })
  await rest.work()
  const { teamId, id: operationId } = asked.body
  const access = await rest.send("POST", `/v1/teams/${teamId}/access-requests`, {
    as: "dev",
    body: { reason: "I may." }
  })
  return {
    incidentId: own.id,
    teamId,
    operationId,
    requestId: access.body.request.id,
    personId: sample.chloe.id,
    groupId: tier1.id,
    withoutTeam: other.id,
    armId: own.armId,
    ...partsOf(own.armId),
    bare: partsOf(other.armId).incident,
    name: "00000000-0000-4000-b000-000000000001"
  }
}

/** That, with a team that all owners have left, and for which Teams takes no new ones. */
export const ownerlessPlace = async (rest: Server): Promise<Place> => {
  const place = await newPlace(rest)
  const busy = new PlatformBusy({ reason: "Not now.", afterMillis: 3_600_000 })
  await rest.use(handOn(CollaborationPlatform), (hand) => hand.failNext("ensureOwner", busy, { times: 1_000 }))
  const read = () => rest.send("GET", `/v1/teams/${place.teamId}`, { as: "ben" })
  const platformTeam = PlatformTeamId.make((await read()).body.platformTeamId)
  await rest.platform((hand) => hand.remove(platformTeam, sample.kim.id))
  const ownersSeen = async () => {
    await read()
    await rest.work()
    const stored = await rest.run(Effect.flatMap(TeamStore, (store) => store.load(TeamId.make(place.teamId))))
    return Option.getOrThrow(stored).team.people.ownersSeen
  }
  await expect.poll(ownersSeen).toEqual([])
  return place
}

/** What a request could change: teams as they are stored, incidents, and what Teams was asked to do. */
export const stateOf = (rest: Server, { incidentId, withoutTeam }: Place): Promise<unknown> =>
  rest.run(
    Effect.gen(function* () {
      const { items } = yield* (yield* TeamStore).list({ workspace }, { limit: 1_000 })
      const source = yield* IncidentSource
      return {
        teams: items.map(({ id, version }) => [id, version]),
        incidents: yield* Effect.forEach([incidentId, withoutTeam], (id) =>
          Effect.option(source.get(IncidentId.make(id), asSystem))
        ),
        calls: (yield* handOn(CollaborationPlatform)).calls().length
      }
    })
  )
