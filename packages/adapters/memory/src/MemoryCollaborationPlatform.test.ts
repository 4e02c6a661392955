import {
  CollaborationPlatform,
  PlatformBusy,
  PlatformUncertain
} from "@incident-teams/application/ports/CollaborationPlatform"
import { collaborationPlatformContract } from "@incident-teams/application/testing/collaborationPlatformContract"
import { handOn, withHand } from "@incident-teams/application/testing/Hand"
import { PlatformStage } from "@incident-teams/application/testing/PlatformStage"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { Person } from "@incident-teams/domain/team/Person"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import * as MemoryCollaborationPlatform from "./MemoryCollaborationPlatform.ts"
import { type Behavior, usualBehavior } from "./platform/MemoryTeam.ts"
import { PlatformHand } from "./PlatformHand.ts"

const person = (number: number, name: string): Person => ({
  id: PersonId.make(`7a1e0000-0000-4000-8000-${String(number).padStart(12, "0")}`),
  name
})

const stageOf = (behavior: Behavior, expires: boolean) =>
  Layer.effect(
    PlatformStage,
    Effect.gen(function* () {
      const [hand, calls] = [yield* PlatformHand, yield* handOn(CollaborationPlatform)]
      const guest = person(3, "Greta Guest")
      const refused = person(4, "Hugo Sample")
      yield* hand.guest(guest.id)
      const nobody = person(5, "Nadia Gone")
      yield* hand.refuse(refused.id, "The account is disabled.")
      yield* hand.refuse(nobody.id, "There is no such account.")
      yield* hand.behave(behavior)
      return {
        owner: person(1, "Ana Sample"),
        standby: person(2, "Ines Sample"),
        crowd: Array.from({ length: 200 }, (_, number) => person(100 + number, `Colleague ${number}`)),
        guest,
        refused,
        nobody,
        ...behavior,
        rosterLag: 0,
        pass: (millis) => TestClock.adjust(millis),
        // Its clock stands still between two calls.
        duringSlowOperations: (test) => test,
        bearing: (key) =>
          Effect.map(hand.teams, (teams) =>
            teams.filter((team) => team.key === key && team.deletedAt === undefined).map(({ id }) => id)
          ),
        team: (id) =>
          Effect.map(hand.team(id), ({ name, archived, members, tabs }) => ({
            id,
            name,
            archived,
            members: members.map((member) => ({ id: member.id, role: member.role })),
            pages: tabs.map(({ url }) => url)
          })),
        strangersGroup: (key) => Effect.asVoid(hand.strangersGroup(key)),
        archive: hand.archive,
        rename: (id, name) => hand.rename(id, { name, description: "" }),
        delete: hand.delete,
        purge: hand.purge,
        add: (id, added) => hand.add(id, { ...added, role: "member" }),
        remove: hand.remove,
        unpin: hand.unpin,
        expireAfter: (millis) => (expires ? hand.behave({ lifetime: millis }) : Effect.void),
        expires,
        loseAnswer: (method) =>
          Effect.sync(() =>
            calls.failNext(method, new PlatformUncertain({ reason: "No answer." }), { afterEffect: true })
          ),
        throttle: (method, afterMillis) =>
          Effect.sync(() => calls.failNext(method, new PlatformBusy({ reason: "Too many requests.", afterMillis })))
      }
    })
  ).pipe(Layer.provideMerge(withHand(CollaborationPlatform)), Layer.provideMerge(MemoryCollaborationPlatform.layer))

collaborationPlatformContract(
  "memory",
  Layer.mergeAll(stageOf({ ...usualBehavior, groupReadyAfter: 3_000 }, true), TestClock.layer())
)

/** A chat platform of another kind: one call makes a room, one archives it, nobody owns it, and deleted is deleted. */
const plainRooms: Behavior = {
  groupReadyAfter: 0,
  operationTakes: 0,
  archivedReadsLate: 0,
  needsOwner: false,
  archivedTakesPeople: false,
  keepsDeleted: false,
  lifetime: 0
}

collaborationPlatformContract("memory, with plain rooms", Layer.mergeAll(stageOf(plainRooms, false), TestClock.layer()))
