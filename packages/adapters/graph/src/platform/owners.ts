import type { PlatformFailure, TeamNotFound } from "@incident-teams/application/ports/CollaborationPlatform"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { Person } from "@incident-teams/domain/team/Person"
import { Effect, Schema } from "effect"
import type { GraphClient } from "../GraphClient.ts"
import type { CallFailure } from "../wire/CallFailure.ts"
import { memberships } from "./members.ts"
import { ofTeam } from "./ofTeam.ts"
import { addPeople } from "./people.ts"

type Client = GraphClient["Service"]

const promote = (client: Client, id: PlatformTeamId, membership: string): Effect.Effect<void, CallFailure> =>
  Effect.asVoid(
    client.send({
      method: "PATCH",
      path: `/teams/${id}/members/${encodeURIComponent(membership)}`,
      body: { "@odata.type": "#microsoft.graph.aadUserConversationMember", roles: ["owner"] },
      doing: "make a member an owner",
      needs: "TeamMember.ReadWrite.All"
    })
  )

/**
 * Makes people owners: members are promoted, everybody else is added as one. A person who is refused isn't among those
 * who are owners afterward, and holds up nobody.
 */
export const ensureOwners = (
  client: Client,
  id: PlatformTeamId,
  owners: ReadonlyArray<Person>
): Effect.Effect<ReadonlyArray<PersonId>, TeamNotFound | PlatformFailure> =>
  Effect.gen(function* () {
    const members = yield* ofTeam(client, id, memberships(client, id))
    const owning = members.filter(({ role }) => role === "owner").map((member) => member.id)
    const asked = new Set(owners.map((owner) => owner.id))
    const promoted: Array<PersonId> = []
    for (const member of members.filter(({ id: person, role }) => role === "member" && asked.has(person))) {
      yield* ofTeam(client, id, promote(client, id, member.membership)).pipe(
        Effect.map(() => promoted.push(member.id)),
        Effect.catchTag("PlatformRefused", () => Effect.void)
      )
    }
    const absent = owners.filter(
      (owner, at) =>
        members.every((member) => member.id !== owner.id) &&
        owners.findIndex(({ id: same }) => same === owner.id) === at
    )
    const added = absent.length === 0 ? [] : (yield* addPeople(client, id, absent, 1, ["owner"])).done
    return [...owning, ...promoted, ...added]
  })

const Identified = Schema.Struct({ id: Schema.String })

/** Archiving needs an owner of the team *and* of its group (Graph: team-archive). */
export const lacksOwner = (client: Client, id: PlatformTeamId): Effect.Effect<boolean, CallFailure> =>
  Effect.gen(function* () {
    const members = yield* memberships(client, id)
    if (members.every(({ role }) => role !== "owner")) return true
    const owners = yield* client.list(
      {
        method: "GET",
        path: `/groups/${id}/owners`,
        query: { $select: "id" },
        doing: "read the owners of the team's group",
        needs: "GroupMember.Read.All"
      },
      Identified
    )
    return owners.length === 0
  })
