import { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { GraphClient } from "../GraphClient.ts"
import { type CallFailure, Conflict, Missing, NotDone, Refusal, Unclear } from "../wire/CallFailure.ts"
import { ofTeam } from "./ofTeam.ts"

const id = PlatformTeamId.make("7a1e0000-0000-4000-8000-000000000001")
const missing = new Missing({ reason: "Nothing there.", codes: ["NotFound"] })
const forbidden = (...codes: ReadonlyArray<string>): Refusal =>
  new Refusal({ status: 403, codes, details: [], reason: "Refused.", remedy: "Grant it." })

/** A Graph where the group is there or not, and the team as old and as archived as said. */
const graph = (world: { readonly group: boolean; readonly made?: number; readonly archived?: boolean }) =>
  GraphClient.of({
    scale: 1,
    send: () =>
      world.group ? Effect.succeed({ status: 200, headers: new Headers(), body: { id } }) : Effect.fail(missing),
    json: () =>
      world.made === undefined
        ? Effect.fail(missing)
        : Effect.succeed({
            createdDateTime: { epochMilliseconds: world.made },
            isArchived: world.archived ?? false
          }),
    list: () => Effect.succeed([])
  })

const minutes = (count: number): number => count * 60_000

const outcome = (world: Parameters<typeof graph>[0], failure: CallFailure, now = minutes(60)): Promise<string> =>
  Effect.runPromise(
    TestClock.setTime(now).pipe(
      Effect.andThen(ofTeam(graph(world), id, Effect.fail(failure))),
      Effect.match({ onFailure: (error) => error._tag, onSuccess: () => "done" }),
      Effect.provide(TestClock.layer())
    )
  )

describe("a call about a team that fails", () => {
  it.each([
    ["the group is gone too", { group: false }, missing, "TeamNotFound"],
    ["the group is there", { group: true }, missing, "PlatformBusy"],
    ["somebody else is changing it", { group: true }, new Conflict({ reason: "", codes: [] }), "PlatformBusy"],
    ["it was throttled", { group: true }, new NotDone({ reason: "" }), "PlatformBusy"],
    ["nobody knows", { group: true }, new Unclear({ reason: "" }), "PlatformUncertain"],
    [
      "a permission is missing, however new the team",
      { group: true, made: minutes(59) },
      new InstallationTrouble({ kind: "permission", reason: "Denied.", remedy: "Grant it." }),
      "InstallationTrouble"
    ],
    ["the team is new", { group: true, made: minutes(46) }, forbidden("Forbidden"), "PlatformBusy"],
    ["the team isn't new", { group: true, made: minutes(44) }, forbidden("Forbidden"), "PlatformRefused"],
    [
      "it is new but archived",
      { group: true, made: minutes(59), archived: true },
      forbidden("Forbidden"),
      "PlatformRefused"
    ],
    ["its age can't be read", { group: true }, forbidden("Forbidden"), "PlatformRefused"]
  ] as const)("because %s", async (_, world, failure, wanted) => {
    expect(await outcome(world, failure)).toBe(wanted)
  })

  it("isn't answered with the state of an archived team where the call needs no open one", async () => {
    const refused = (needs?: "any team") =>
      Effect.runPromise(
        TestClock.setTime(minutes(60)).pipe(
          Effect.andThen(
            ofTeam(graph({ group: true, made: 0, archived: true }), id, Effect.fail(forbidden("Forbidden")), needs)
          ),
          Effect.flip,
          Effect.provide(TestClock.layer())
        )
      )
    expect(await refused()).toMatchObject({ reason: "The team is archived." })
    expect(await refused("any team")).toMatchObject({ reason: "Refused.", remedy: "Grant it." })
  })
})
