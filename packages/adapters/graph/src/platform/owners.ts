import {
  PlatformBusy,
  type PlatformFailure,
  PlatformRefused,
  type TeamNotFound
} from "@incident-teams/application/ports/CollaborationPlatform"
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

/** As an owner of a team in which they aren't yet. */
const addOwner = (
  client: Client,
  id: PlatformTeamId,
  person: Person
): Effect.Effect<void, TeamNotFound | PlatformFailure> =>
  Effect.gen(function* () {
    const { refused, unanswered } = yield* addPeople(client, id, [person], 1, ["owner"])
    for (const { reason } of unanswered) return yield* new PlatformBusy({ reason })
    for (const { reason } of refused) return yield* new PlatformRefused({ reason, remedy: another })
  })

const another =
  "Check STANDBY_OWNERS: it needs someone with an enabled account and a Teams license who is in fewer than 1,000 teams. Then retry."

/** As in the port: members are promoted, everybody else is added as an owner. */
export const ensureOwner = (
  client: Client,
  id: PlatformTeamId,
  candidates: ReadonlyArray<Person>
): Effect.Effect<ReadonlyArray<PersonId>, TeamNotFound | PlatformFailure> =>
  Effect.gen(function* () {
    const members = yield* ofTeam(client, id, memberships(client, id), "any team")
    const owning = members.filter(({ role }) => role === "owner").map((member) => member.id)
    if (owning.length > 0 && (yield* ofTeam(client, id, groupHasOwner(client, id)))) return owning
    let refusal = new PlatformRefused({
      reason: "Every standby owner is an owner of the team already.",
      remedy: another
    })
    for (const candidate of candidates.filter((person) => !owning.includes(person.id))) {
      const member = members.find((one) => one.id === candidate.id)
      const made = yield* Effect.result(
        member === undefined
          ? addOwner(client, id, candidate)
          : ofTeam(client, id, promote(client, id, member.membership))
      )
      if (made._tag === "Success") return [...owning, candidate.id]
      if (made.failure._tag !== "PlatformRefused") return yield* made.failure
      refusal = made.failure
    }
    return yield* refusal
  })

const Identified = Schema.Struct({ id: Schema.String })

const groupHasOwner = (client: Client, id: PlatformTeamId): Effect.Effect<boolean, CallFailure> =>
  client
    .list(
      {
        method: "GET",
        path: `/groups/${id}/owners`,
        query: { $select: "id" },
        doing: "read the owners of the team's group",
        needs: "Group.ReadWrite.All"
      },
      Identified
    )
    .pipe(Effect.map((owners) => owners.length > 0))

/** Archiving needs an owner of the team *and* of its group (Graph: team-archive). */
export const lacksOwner = (client: Client, id: PlatformTeamId): Effect.Effect<boolean, CallFailure> =>
  Effect.gen(function* () {
    const members = yield* memberships(client, id)
    return members.every(({ role }) => role !== "owner") || !(yield* groupHasOwner(client, id))
  })
