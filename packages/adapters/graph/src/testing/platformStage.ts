import { Directory } from "@incident-teams/application/ports/Directory"
import { type CreatingMethod, PlatformStage } from "@incident-teams/application/testing/PlatformStage"
import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { Person } from "@incident-teams/domain/team/Person"
import { sample } from "@incident-teams/testkit/sample"
import { timeScale } from "@incident-teams/testkit/Simulator"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { Effect, Layer } from "effect"
import { truth } from "./SimulatedTeams.ts"

/** The request that makes what a method makes. */
export const writes: Record<CreatingMethod, { readonly method: string; readonly path: string }> = {
  ensureGroup: { method: "PATCH", path: "^/groups/uniqueName=" },
  ensureTeam: { method: "PUT", path: "/groups/{id}/team" },
  addMembers: { method: "POST", path: "/teams/{id}/members/add" },
  pinPage: { method: "POST", path: "/teams/{id}/channels/{id}/tabs" },
  archive: { method: "POST", path: "/teams/{id}/archive" }
}

/** People of the sample tenant. */
const personOf = (key: keyof typeof sample.person, name: string): Person => ({
  id: PersonId.make(sample.person[key]),
  name
})

export const ana = personOf("ana", "Ana Sample")
export const greta = personOf("greta", "Greta Guest")
export const hugo = personOf("hugo", "Hugo Sample")
export const ines = personOf("ines", "Ines Sample")

/** 420 people of the sample tenant. */
export const itOperations = GroupId.make(sample.group.itOperations)

/** 200 people whom every team takes. */
export const crowd = Effect.gen(function* () {
  const { people } = yield* (yield* Directory).membersOf(itOperations)
  return people.slice(0, 200)
}).pipe(Effect.orDie)

/** The simulated platform as the contract's stage. */
export const platformStage = (tenant: Tenant): Layer.Layer<PlatformStage, never, Directory> =>
  Layer.effect(
    PlatformStage,
    Effect.gen(function* () {
      const send = (method: string, path: string, body?: unknown) =>
        Effect.asVoid(Effect.promise(() => tenant.control(method, path, body)))
      const operationsTake = (...operationMillis: [number, number]) => send("PATCH", "/behavior", { operationMillis })
      const so = Effect.promise(() => truth(tenant))
      return PlatformStage.of({
        owner: ana,
        standby: ines,
        crowd: yield* crowd,
        guest: greta,
        refused: hugo,
        nobody: { id: PersonId.make("7a1e0000-0000-4000-8000-00000000dead"), name: "Nadia Gone" },
        groupReadyAfter: 3_000,
        operationTakes: 30_000,
        needsOwner: true,
        archivedTakesPeople: true,
        keepsDeleted: true,
        rosterLag: 2_000,
        // The simulator's timers and ours don't tick together.
        pass: (millis) => Effect.sleep(millis / timeScale + 25),
        // Five real minutes; afterwards what the simulator does by default.
        duringSlowOperations: (test) =>
          Effect.acquireUseRelease(
            operationsTake(300_000 * timeScale, 300_000 * timeScale),
            () => test,
            () => operationsTake(10_000, 30_000)
          ),
        bearing: (key) =>
          Effect.map(so, ({ teams, groupsWithoutTeam }) =>
            [...teams.filter(({ deletedAt }) => deletedAt === undefined), ...groupsWithoutTeam]
              .filter(({ uniqueName }) => uniqueName === key)
              .map(({ id }) => id)
          ),
        team: (id) =>
          Effect.map(so, ({ teams }) => {
            const team = teams.find((candidate) => candidate.id === id)
            if (team === undefined) throw new Error(`There is no team ${id}.`)
            return {
              id,
              name: team.displayName,
              archived: team.isArchived,
              members: team.members.map(({ userId, roles }) => ({
                id: userId,
                role: roles.includes("owner") ? "owner" : roles.includes("guest") ? "guest" : "member"
              })),
              pages: team.tabs.flatMap(({ contentUrl }) => (contentUrl === null ? [] : [contentUrl]))
            }
          }),
        strangersGroup: (key) =>
          Effect.promise(async () => {
            const token = await tenant.token({ application: "server", audience: "graph" })
            const answer = await fetch(`${tenant.base}/v1.0/groups`, {
              method: "POST",
              headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
              body: JSON.stringify({
                displayName: "Somebody's",
                groupTypes: ["Unified"],
                mailEnabled: true,
                mailNickname: `strangers-${key.slice(-20)}`,
                securityEnabled: false,
                visibility: "Private",
                uniqueName: key
              })
            })
            if (answer.status !== 201) throw new Error(await answer.text())
          }),
        archive: (id) => send("POST", `/teams/${id}/archive`),
        rename: (id, name) => send("POST", `/teams/${id}/rename`, { displayName: name }),
        delete: (id) => send("POST", `/teams/${id}/delete`),
        purge: (id) => send("POST", `/teams/${id}/hard-delete`),
        add: (id, person) => send("POST", `/teams/${id}/people`, { user: person.id }),
        remove: (id, person) => send("DELETE", `/teams/${id}/people/${person}`),
        expireAfter: (millis) => send("PUT", "/lifecycle-policy", { groupLifetimeInDays: millis / (24 * 3_600_000) }),
        expires: true,
        unpin: (id) => send("DELETE", `/teams/${id}/tabs`),
        loseAnswer: (method) =>
          send("POST", "/faults", {
            ...writes[method],
            times: 1,
            fault: { kind: "answer", status: 503, code: "ServiceUnavailable", afterEffect: true }
          }),
        throttle: (method, afterMillis) =>
          send("POST", "/faults", {
            ...writes[method],
            times: 1,
            fault: { kind: "answer", status: 429, code: "TooManyRequests", retryAfter: afterMillis / 1_000 / timeScale }
          })
      })
    })
  )
