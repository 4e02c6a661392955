import { GroupCreationPolicy } from "@incident-teams/domain/policy/GroupCreationPolicy"
import type { NamingPolicy } from "@incident-teams/domain/policy/NamingPolicy"
import { Effect } from "effect"
import { Deployment } from "../deployment/Deployment.ts"
import { CreationPolicy } from "../ports/CreationPolicy.ts"
import { Directory, type DirectoryPerson } from "../ports/Directory.ts"
import { fine, type Finding, problem, warning } from "./Finding.ts"

const creationFinding = (policy: GroupCreationPolicy, groupName: string | undefined): Finding =>
  GroupCreationPolicy.match(policy, {
    Everyone: () =>
      fine("Group creation", "Everyone except guests may create Microsoft 365 groups, and therefore teams."),
    Nobody: () =>
      warning(
        "Group creation",
        "People may not create Microsoft 365 groups, so only applications can create teams.",
        "To allow people to create teams, set EnableGroupCreation to true in the tenant's Group.Unified setting, or name a group in GroupCreationAllowedGroupId."
      ),
    MembersOf: ({ group }) =>
      fine(
        "Group creation",
        `Members of the group ${groupName ?? group} may create Microsoft 365 groups, and therefore teams.`
      )
  })

const namingFinding = ({ pattern, blockedWords }: NamingPolicy): Finding =>
  fine(
    "Naming policy",
    pattern === "" && blockedWords.length === 0
      ? "Team names aren't restricted."
      : `Team names follow the pattern "${pattern}"; ${blockedWords.length} words are blocked. Names are adjusted automatically.`
  )

/** Checks the tenant's policies for groups. */
export const lookAtPolicy: Effect.Effect<ReadonlyArray<Finding>, never, CreationPolicy | Directory> = Effect.gen(
  function* () {
    const { creation, naming } = yield* (yield* CreationPolicy).read()
    const groups = creation._tag === "MembersOf" ? yield* (yield* Directory).groups([creation.group]) : []
    return [creationFinding(creation, groups[0]?.name), namingFinding(naming)]
  }
).pipe(
  Effect.catchTag("DirectoryUnavailable", ({ reason }) =>
    Effect.succeed([
      problem("Group creation", `The tenant's policies can't be read: ${reason}`, "See the findings above.")
    ])
  )
)

const standbyFinding = (id: string, person: DirectoryPerson | undefined): Finding => {
  const about = "Standby owners"
  const another = "Name someone else in STANDBY_OWNERS."
  if (person === undefined) return problem(about, `No person has the object ID ${id}.`, another)
  if (!person.enabled)
    return problem(about, `The account of ${person.name} is disabled.`, `Enable the account. Or: ${another}`)
  if (person.guest) return problem(about, `${person.name} is a guest, and guests can't own teams.`, another)
  return person.licensed
    ? fine(about, `${person.name} has an enabled account and a Teams license.`)
    : problem(about, `${person.name} has no Teams license.`, `Assign a license. Or: ${another}`)
}

/** Checks that the standby owners can own teams. */
export const lookAtStandbyOwners: Effect.Effect<ReadonlyArray<Finding>, never, Deployment | Directory> = Effect.gen(
  function* () {
    const { standbyOwners } = yield* Deployment
    if (standbyOwners.length === 0) {
      return [
        problem(
          "Standby owners",
          "No standby owner is configured. A team without owners can't be archived.",
          "Set STANDBY_OWNERS to the object ID of at least one person."
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
