import { GroupId } from "@incident-teams/domain/ids/directoryIds"
import type { GroupCreationPolicy } from "@incident-teams/domain/policy/GroupCreationPolicy"
import { noNamingPolicy as naming } from "@incident-teams/domain/policy/NamingPolicy"
import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { CreationPolicy } from "../ports/CreationPolicy.ts"
import { Directory, DirectoryUnavailable } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { personOf } from "../testing/team-store/commits.ts"
import { creationRules } from "./allowedCreation.ts"
import { accountOf, applicationOf, sessionOf } from "./testing/callers.ts"

const creators = GroupId.make(personOf(50))
const membersOf: GroupCreationPolicy = { _tag: "MembersOf", group: creators }
const down = new DirectoryUnavailable({ reason: "Down.", cause: undefined })

/** The rules for a caller, and what the directory was asked. It knows person 1; person 2 is in the group of creators. */
const rulesFor = async (
  session: Session,
  creation: GroupCreationPolicy,
  groups: Directory["Service"]["groups"] = (ids) => Effect.succeed(ids.map((id) => ({ id, name: "Creators" })))
) => {
  const asked: Array<string> = []
  const note = (question: string) => Effect.sync(() => asked.push(question))
  const directory = Layer.mock(Directory)({
    person: (id) =>
      Effect.andThen(note(`person ${id}`), id === personOf(1) ? Effect.succeedSome(accountOf(1)) : Effect.succeedNone),
    memberOf: (person, of) => Effect.as(note(`memberOf ${person}`), person === personOf(2) ? of : []),
    groups: (ids) => Effect.andThen(note(`groups ${ids.join()}`), groups(ids))
  })
  const policy = Layer.mock(CreationPolicy)({ read: () => Effect.succeed({ creation, naming }) })
  const rules = await Effect.runPromise(Effect.provide(creationRules(session), [directory, policy]))
  return { rules, asked }
}

describe("the tenant's rules for new groups", () => {
  it("need the account of a person, where everyone may create groups", async () => {
    expect(await rulesFor(sessionOf(1), { _tag: "Everyone" })).toEqual({
      rules: { creation: { _tag: "Everyone" }, naming, creator: accountOf(1), memberOf: [] },
      asked: [`person ${personOf(1)}`]
    })
  })

  it("say whether a person is in the group of those who may", async () => {
    expect(await rulesFor(sessionOf(2), membersOf)).toEqual({
      rules: { creation: membersOf, naming, creator: undefined, memberOf: [creators] },
      asked: [`person ${personOf(2)}`, `memberOf ${personOf(2)}`]
    })
  })

  it("name the group to a person who isn't in it, as far as the directory tells its name", async () => {
    const { asked, rules } = await rulesFor(sessionOf(1), membersOf)
    expect(rules).toEqual({
      creation: membersOf,
      naming,
      creator: accountOf(1),
      memberOf: [],
      creatorsGroup: "Creators"
    })
    expect(asked).toEqual([`person ${personOf(1)}`, `memberOf ${personOf(1)}`, `groups ${creators}`])
    for (const nameless of [Effect.succeed([]), Effect.fail(down)]) {
      expect((await rulesFor(sessionOf(1), membersOf, () => nameless)).rules).not.toHaveProperty("creatorsGroup")
    }
  })

  it("ask nothing about an application as about a person", async () => {
    expect((await rulesFor(applicationOf(2), { _tag: "Everyone" })).asked).toEqual([])
    const { asked, rules } = await rulesFor(applicationOf(2), membersOf)
    expect(asked).toEqual([`groups ${creators}`])
    expect(rules).toMatchObject({ creator: undefined, memberOf: [] })
  })
})
