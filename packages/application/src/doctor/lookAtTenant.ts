import { GroupCreationPolicy } from "@incident-teams/domain/policy/GroupCreationPolicy"
import type { NamingPolicy } from "@incident-teams/domain/policy/NamingPolicy"
import { Effect } from "effect"
import { Deployment } from "../Deployment.ts"
import { CreationPolicy } from "../ports/CreationPolicy.ts"
import { Directory, type DirectoryPerson } from "../ports/Directory.ts"
import { fine, type Finding, problem, warning } from "./Finding.ts"

const creationFinding = (policy: GroupCreationPolicy): Finding =>
  GroupCreationPolicy.match(policy, {
    Everyone: () => fine("Group creation", "Everybody but guests may create Microsoft 365 groups, and so teams."),
    Nobody: () =>
      warning(
        "Group creation",
        "Nobody may create Microsoft 365 groups: only applications create teams.",
        "Let people: set EnableGroupCreation to true in the tenant's Group.Unified setting, or name a group in GroupCreationAllowedGroupId."
      ),
    MembersOf: ({ group }) =>
      fine("Group creation", `Members of the group ${group} may create Microsoft 365 groups, and so teams.`)
  })

const namingFinding = ({ pattern, blockedWords }: NamingPolicy): Finding =>
  fine(
    "Naming policy",
    pattern === "" && blockedWords.length === 0
      ? "Teams may be called anything."
      : `Teams are called by the pattern "${pattern}"; ${blockedWords.length} words are blocked. Names are fitted to it.`
  )

/** What the tenant's rules for groups are, and what they mean. */
export const lookAtPolicy: Effect.Effect<ReadonlyArray<Finding>, never, CreationPolicy> = Effect.gen(function* () {
  const { creation, naming } = yield* (yield* CreationPolicy).read()
  return [creationFinding(creation), namingFinding(naming)]
}).pipe(
  Effect.catchTag("DirectoryUnavailable", ({ reason }) =>
    Effect.succeed([
      problem("Group creation", `The tenant's rules can't be read: ${reason}`, "See the findings above.")
    ])
  )
)

const standbyFinding = (id: string, person: DirectoryPerson | undefined): Finding => {
  const about = "Standby owners"
  const another = "Name somebody else in STANDBY_OWNERS."
  if (person === undefined) return problem(about, `Nobody has the object id ${id}.`, another)
  if (!person.enabled) return problem(about, `The account of ${person.name} is disabled.`, `Enable it. Or: ${another}`)
  if (person.guest) return problem(about, `${person.name} is a guest, and guests own no teams.`, another)
  return person.licensed
    ? fine(about, `${person.name} exists, is enabled and has Teams.`)
    : problem(about, `${person.name} has no Teams license.`, `Assign one. Or: ${another}`)
}

/** Whether those who step in where no owner is left can. */
export const lookAtStandbyOwners: Effect.Effect<ReadonlyArray<Finding>, never, Deployment | Directory> = Effect.gen(
  function* () {
    const { standbyOwners } = yield* Deployment
    if (standbyOwners.length === 0) {
      return [
        problem(
          "Standby owners",
          "None is named: a team that its owners leave can't be archived.",
          "Set STANDBY_OWNERS to the object id of at least one person who stays."
        )
      ]
    }
    const known = new Map((yield* (yield* Directory).people(standbyOwners)).map((person) => [person.id, person]))
    return standbyOwners.map((id) => standbyFinding(id, known.get(id)))
  }
).pipe(
  Effect.catchTag("DirectoryUnavailable", ({ reason }) =>
    Effect.succeed([problem("Standby owners", `People can't be read: ${reason}`, "See the findings above.")])
  )
)
