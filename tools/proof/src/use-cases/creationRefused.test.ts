import { sentinelReader, sentinelResponder } from "@incident-teams/adapter-memory/BuiltInRoles"
import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { RightsHand } from "@incident-teams/adapter-memory/MemoryAzureRights"
import { PolicyHand } from "@incident-teams/adapter-memory/MemoryCreationPolicy"
import { DirectoryHand } from "@incident-teams/adapter-memory/MemoryDirectory"
import { Directory, DirectoryUnavailable } from "@incident-teams/application/ports/Directory"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { createTeam, type CreateTeam } from "@incident-teams/application/use-cases/createTeam"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { groupsPerTeam, peoplePerGroup } from "@incident-teams/domain/team/Team"
import { Effect } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { as, cast, colleague, groupId, groups, personId, workspaces } from "../testing/Cast.ts"
import { inMemoryWorld, incidentOf, refusalOf } from "../testing/MemoryWorld.ts"
import { requestedTeam, type Wishes } from "../testing/teamsInTheWorld.ts"

const policy = (change: (hand: PolicyHand["Service"]) => void) => Effect.map(PolicyHand, change)

describe("a team is refused", () => {
  /** Who asks, for what, and the failure. */
  const refused = (
    title: string,
    request: readonly [wishes: Wishes, who?: Parameters<typeof as>[0], about?: { readonly status: "Closed" }],
    failure: object,
    before: Effect.Effect<unknown, never, PolicyHand | RightsHand | DirectoryHand> = Effect.void
  ) =>
    it(title, () =>
      inMemoryWorld(
        Effect.gen(function* () {
          yield* before
          const incident = yield* incidentOf(request[2])
          const asked: CreateTeam = { incident: incident.id, people: [], groups: [], ...request[0] }
          expect(yield* refusalOf(createTeam(as(request[1] ?? "ben"), asked))).toMatchObject(failure)
          expect(yield* (yield* TeamStore).nextDue()).toMatchObject({ _tag: "None" })
        })
      )
    )

  const notAllowed = (needs: string) => ({ _tag: "NotAllowed", needs: expect.stringContaining(needs) })
  const write = "Microsoft.SecurityInsights/incidents/write on the workspace soc"
  const groupRight = "the right to create Microsoft 365 groups"

  refused("to a Reader", [{}, "dev"], { ...notAllowed(write), who: "Dev Sample" })
  refused("to somebody without a role", [{}, "elif"], notAllowed(write))
  refused("to a Responder whom the tenant doesn't let create groups", [{}, "chloe"], notAllowed(groupRight))
  refused(
    "to everybody where nobody may create groups",
    [{}, "carla"],
    notAllowed(groupRight),
    policy((hand) => hand.setCreation({ _tag: "Nobody" }))
  )
  refused(
    "to a guest, where everybody may create groups",
    [{}, "greta"],
    notAllowed(groupRight),
    policy((hand) => hand.setCreation({ _tag: "Everyone" }))
  )
  refused("to somebody whose account was disabled", [{}, "hugo"], notAllowed("an enabled account"))
  refused(
    "to somebody who was deleted since signing in",
    [{}, "carla"],
    notAllowed("an enabled account"),
    Effect.andThen(
      policy((hand) => hand.setCreation({ _tag: "Everyone" })),
      Effect.map(DirectoryHand, (hand) => hand.remove(cast.carla.id))
    )
  )
  refused(
    "to an application without our role",
    [{ owner: cast.ben.id }, "unknown"],
    notAllowed("the app role Team.Create")
  )
  refused("to a hook's application", [{ owner: cast.ben.id }, "hook"], notAllowed("the app role Team.Create"))
  refused("to an application without a role in Azure", [{ owner: cast.ben.id }, "bystander"], notAllowed(write))
  refused("to an application that names no owner", [{}, "playbook"], notAllowed("a person as the team's owner"))
  refused("for everything that is missing at once", [{}, "farid"], {
    needs: `${write}; and ${groupRight} in the tenant`
  })

  refused("for a closed incident", [{}, "ben", { status: "Closed" }], { _tag: "IncidentIsClosed" })
  refused("under a blank name", [{ name: " \n" }], {
    _tag: "InvalidTeamName",
    field: "name",
    problem: "The name is blank."
  })
  refused("under a name that is too long", [{ name: "n".repeat(257) }], {
    _tag: "InvalidTeamName",
    field: "name",
    problem: "The name has 257 characters; at most 256 are allowed.",
    remedy: "Shorten it to 256 characters."
  })
  refused(
    "under a name that is too long with what the tenant adds",
    [{ name: "n".repeat(254) }],
    {
      field: "name",
      remedy: "Shorten it to 252 characters."
    },
    policy((hand) => hand.setNaming({ pattern: "GRP-[GroupName]", blockedWords: [] }))
  )
  refused(
    "under a name that the tenant blocks",
    [{ name: "The CEO's mail" }],
    {
      _tag: "InvalidTeamName",
      problem: 'The tenant\'s naming policy blocks "ceo".'
    },
    policy((hand) => hand.setNaming({ pattern: "", blockedWords: ["ceo"] }))
  )
  refused("with a description that is too long", [{ description: "d".repeat(1_025) }], {
    _tag: "InvalidTeamDescription",
    field: "description",
    remedy: "Shorten it to 1,024 characters."
  })
  refused(
    "for people whom nobody knows, all of them named",
    [{ people: [personId(404), cast.chloe.id, personId(405), personId(404)] }],
    { _tag: "UnknownPeople", field: "people", ids: [personId(404), personId(405)] }
  )
  refused("for groups that nobody knows", [{ groups: [groupId(404), groups.tier1.id] }], {
    _tag: "UnknownGroups",
    ids: [groupId(404)]
  })
  refused("for a group that is too large", [{ groups: [groups.full.id, groups.tooLarge.id] }], {
    _tag: "GroupTooLarge",
    id: groups.tooLarge.id,
    name: "All of Woodgrove",
    people: peoplePerGroup + 1,
    limit: peoplePerGroup
  })
  refused(
    "for more groups than a team takes, before any is looked at",
    [{ groups: Array.from({ length: groupsPerTeam + 1 }, (_, index) => groupId(1_000 + index)) }],
    { _tag: "TooManyGroups", asked: groupsPerTeam + 1, limit: groupsPerTeam }
  )
  refused(
    "for more people than a team takes, before any is looked up",
    [{ people: Array.from({ length: 25_001 }, (_, index) => personId(100_000 + index)) }],
    { _tag: "TooManyPeople", asked: 25_001, limit: 25_000 }
  )
  refused("with a disabled owner", [{ owner: cast.hugo.id }], {
    _tag: "UnfitOwner",
    id: cast.hugo.id,
    name: "Hugo Sample",
    reason: "has a disabled account"
  })
  refused("with a guest as owner", [{ owner: cast.greta.id }], {
    _tag: "UnfitOwner",
    id: cast.greta.id,
    name: "Greta Guest",
    reason: "is a guest"
  })
  refused("with an owner without a Teams license", [{ owner: cast.farid.id }], {
    _tag: "UnfitOwner",
    id: cast.farid.id,
    name: "Farid Sample",
    reason: "has no Teams license"
  })
  refused("with an owner whom nobody knows", [{ owner: personId(404) }, "playbook"], {
    _tag: "UnfitOwner",
    id: personId(404),
    name: personId(404),
    reason: "is not in the directory"
  })

  it("for an incident that isn't there, or in a workspace that isn't", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const ask = (incident: IncidentId) => refusalOf(createTeam(as("ben"), { incident, people: [], groups: [] }))
        expect(yield* ask(IncidentId.make("soc~nothing"))).toMatchObject({
          _tag: "IncidentNotFound",
          id: "soc~nothing"
        })
        expect(yield* ask(IncidentId.make("sales~nothing"))).toMatchObject({
          _tag: "UnknownWorkspace",
          workspace: "sales"
        })
      })
    ))

  it("for an incident that has one, even after it was closed or deleted", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { incident, team } = yield* requestedTeam()
        const hand = yield* IncidentHand
        const again = refusalOf(createTeam(as("carla"), { incident, people: [], groups: [] }))
        expect(yield* again).toMatchObject({ _tag: "TeamExists", team })
        yield* hand.close(incident)
        expect(yield* again).toMatchObject({ _tag: "TeamExists", team })
        yield* hand.delete(incident)
        expect(yield* again).toMatchObject({ _tag: "TeamExists", team })
      })
    ))

  it("while the directory can't be asked, whichever question goes unanswered, and is created afterward", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        const ask = createTeam(as("ben"), { incident: incident.id, people: [cast.chloe.id], groups: [groups.tier1.id] })
        // The creator, the creator's groups, people, groups, how many are in them, standby owners.
        for (let question = 0; question < 6; question++) {
          const refusal = yield* refusalOf(Effect.provideServiceEffect(ask, Directory, unansweredAt(question)))
          expect(refusal).toMatchObject({ _tag: "DirectoryUnavailable", reason: `Question ${question}` })
        }
        expect((yield* Effect.provideServiceEffect(ask, Directory, unansweredAt(6)))._tag).toBe("Created")
      })
    ))
})

/** The directory, with one question unanswered: counted from 0. */
const unansweredAt = (question: number) =>
  Effect.map(Directory, (directory): Directory["Service"] => {
    let asked = 0
    const gate = <A, E>(answer: Effect.Effect<A, E>) =>
      Effect.suspend((): Effect.Effect<A, E | DirectoryUnavailable> =>
        asked++ === question
          ? Effect.fail(new DirectoryUnavailable({ reason: `Question ${question}`, cause: undefined }))
          : answer
      )
    return {
      ...directory,
      person: (id) => gate(directory.person(id)),
      people: (ids) => gate(directory.people(ids)),
      groups: (ids) => gate(directory.groups(ids)),
      memberCount: (id) => gate(directory.memberCount(id)),
      memberOf: (person, ids) => gate(directory.memberOf(person, ids))
    }
  })

describe("who may create", () => {
  it("always needs the right to write incidents and the right to create groups", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          role: fc.constantFrom("none", "reader", "responder"),
          policy: fc.constantFrom("Everyone", "Nobody", "MembersOf"),
          member: fc.boolean(),
          guest: fc.boolean(),
          enabled: fc.boolean()
        }),
        ({ role, policy: creating, member, guest, enabled }) =>
          inMemoryWorld(
            Effect.gen(function* () {
              const who = colleague(77, "Somebody", { guest, enabled })
              const directory = yield* DirectoryHand
              directory.putPerson(who)
              directory.putGroup({ ...groups.creators, members: member ? [who.id] : [] })
              const { assign } = yield* RightsHand
              const incident = yield* incidentOf()
              if (role !== "none")
                assign(who.id, workspaces.soc, role === "reader" ? sentinelReader : sentinelResponder)
              yield* policy((hand) =>
                hand.setCreation(
                  creating === "MembersOf" ? { _tag: creating, group: groups.creators.id } : { _tag: creating }
                )
              )
              const both =
                role === "responder" &&
                !guest &&
                enabled &&
                (creating === "Everyone" || (creating === "MembersOf" && member))
              const request = createTeam(as(who), { incident: incident.id, people: [], groups: [] })
              expect(both ? (yield* request)._tag : (yield* refusalOf(request))._tag).toBe(
                both ? "Created" : "NotAllowed"
              )
            })
          )
      ),
      { numRuns: 60 }
    ))
})
