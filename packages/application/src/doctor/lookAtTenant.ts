import { defined } from "@incident-teams/domain/defined"
import { GroupCreationPolicy } from "@incident-teams/domain/policy/GroupCreationPolicy"
import { affixesOf, type NamingPolicy } from "@incident-teams/domain/policy/NamingPolicy"
import { Effect } from "effect"
import { Deployment } from "../deployment/Deployment.ts"
import { CreationPolicy, type GroupNameProblem } from "../ports/CreationPolicy.ts"
import { Directory, type DirectoryPerson, type DirectoryUnavailable } from "../ports/Directory.ts"
import { type Page, type Stored, TeamStore } from "../ports/TeamStore.ts"
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

const exempt =
  "To exempt the application, assign the role Groups Administrator to its service principal. Otherwise suggested names are used, and teams whose names have no suggestion are blocked."

/** `problems`: what the tenant has against a group of the application itself that is named as its teams are. */
const namingFinding = ({ pattern, blockedWords }: NamingPolicy, problems: ReadonlyArray<GroupNameProblem>): Finding => {
  const about = "Naming policy"
  if (problems.length > 0) {
    const refused = [...new Set(problems.map(({ of }) => (of === "name" ? "name" : "mail nickname")))].join(" and ")
    return warning(
      about,
      `The policy also applies to the application: it rejects the ${refused} of its groups.`,
      exempt
    )
  }
  return fine(
    about,
    pattern === "" && blockedWords.length === 0
      ? "Team names aren't restricted."
      : `Team names follow the pattern "${pattern}"; ${blockedWords.length} words are blocked. Names are adjusted automatically.`
  )
}

/** What to do where the directory couldn't be asked. */
export const directoryRemedy = ({ trouble }: DirectoryUnavailable): string =>
  trouble?.remedy ??
  "Run doctor again later. If the problem persists, check the network, the proxy settings and GRAPH_URL."

/** Checks the tenant's policies for groups. */
export const lookAtPolicy: Effect.Effect<ReadonlyArray<Finding>, never, CreationPolicy | Directory> = Effect.gen(
  function* () {
    const policy = yield* CreationPolicy
    const { creation, naming } = yield* policy.read()
    const { prefix, suffix } = affixesOf(naming, {})
    const problems = yield* policy.validate({ name: `${prefix}INC-1${suffix}`, nickname: "it-doctor-1" })
    const groups = creation._tag === "MembersOf" ? yield* (yield* Directory).groups([creation.group]) : []
    return [creationFinding(creation, groups[0]?.name), namingFinding(naming, problems)]
  }
).pipe(
  Effect.catchTag("DirectoryUnavailable", (failure) =>
    Effect.succeed([
      problem("Group creation", `The tenant's policies can't be read: ${failure.reason}`, directoryRemedy(failure))
    ])
  )
)

const standbyFinding = (id: string, person: DirectoryPerson | undefined): Finding => {
  const about = "Standby owners"
  const another = "Name someone else in STANDBY_OWNERS, or in the choices of incident-teams-server setup and run it."
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
  Effect.catchTag("DirectoryUnavailable", (failure) =>
    Effect.succeed([problem("Standby owners", `People can't be read: ${failure.reason}`, directoryRemedy(failure))])
  )
)

/** Entra ID's limit for a principal without an administrator's role, and the count from which it is worth a warning. */
const groupQuota = 250
const manyGroups = 200

/** Checks how many groups were created, because Entra ID may limit them. Groups of archived teams are never deleted. */
export const lookAtQuota: Effect.Effect<ReadonlyArray<Finding>, never, TeamStore> = Effect.gen(function* () {
  const store = yield* TeamStore
  let teams = 0
  let next: string | undefined
  do {
    const page: Page<Stored> = yield* store.list({}, { limit: 100, ...defined({ next }) })
    teams += page.items.length
    next = page.next
  } while (next !== undefined && teams < groupQuota)
  const count = next === undefined ? `${teams}` : `${teams} or more`
  return [
    teams < manyGroups
      ? fine("Group quota", `${count} teams have been created.`)
      : warning(
          "Group quota",
          `${count} teams have been created. Entra ID may not let the application create more than ${groupQuota} groups.`,
          "Assign the role Groups Administrator to the application's service principal, or permanently delete old incident groups."
        )
  ]
}).pipe(
  Effect.catch(() =>
    Effect.succeed([problem("Group quota", "The teams can't be counted.", "See the findings about the store.")])
  )
)
