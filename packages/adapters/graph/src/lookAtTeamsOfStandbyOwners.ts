import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { fine, type Finding, problem, warning } from "@incident-teams/application/doctor/Finding"
import { directoryRemedy } from "@incident-teams/application/doctor/lookAtTenant"
import { Directory } from "@incident-teams/application/ports/Directory"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Effect, Schema } from "effect"
import { directoryUnavailable } from "./directory/directoryUnavailable.ts"
import { GraphClient } from "./GraphClient.ts"

/** Microsoft Learn, "Limits and specifications for Microsoft Teams": archived teams count. */
const mostTeams = 1_000
const manyTeams = 800

const Group = Schema.Struct({
  resourceProvisioningOptions: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.String)))
})

const about = "Standby owners"

/** What it means that a standby owner is in so many teams. */
export const teamsFinding = (name: string, teams: number): Finding => {
  const found = `${name} is in ${teams} teams. Teams allows ${mostTeams} per person, archived ones included.`
  const remedy = "Put someone else first in STANDBY_OWNERS, or delete old teams that are no longer needed."
  if (teams < manyTeams) return fine(about, found)
  return teams < mostTeams ? warning(about, found, remedy) : problem(about, found, remedy)
}

/** Standby owners own the teams that had no other owner, and each person fits into a limited number of teams. */
export const lookAtTeamsOfStandbyOwners = Effect.gen(function* () {
  const { standbyOwners } = yield* Deployment
  if (standbyOwners.length === 0) return []
  const people = yield* (yield* Directory).people(standbyOwners)
  const client = yield* GraphClient

  const countTeams = (person: PersonId) =>
    client
      .list(
        {
          method: "GET",
          path: `/users/${person}/transitiveMemberOf`,
          query: { $top: "999" },
          doing: "read a person's groups",
          needs: "User.Read.All and GroupMember.Read.All"
        },
        Group
      )
      .pipe(
        Effect.map(
          (groups) => groups.filter(({ resourceProvisioningOptions: options }) => options?.includes("Team")).length
        ),
        Effect.mapError(directoryUnavailable)
      )

  return yield* Effect.forEach(people, ({ id, name }) =>
    Effect.map(countTeams(id), (teams) => teamsFinding(name, teams))
  )
}).pipe(
  Effect.catchTag("DirectoryUnavailable", (failure) =>
    Effect.succeed([
      warning(about, `The teams of the standby owners can't be counted: ${failure.reason}`, directoryRemedy(failure))
    ])
  )
)
