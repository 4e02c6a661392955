import { EntraCredentials, tokenFor } from "@incident-teams/adapter-entra/EntraCredentials"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { fine, type Finding, problem, warning } from "@incident-teams/application/doctor/Finding"
import { Directory } from "@incident-teams/application/ports/Directory"
import { Effect, Schema } from "effect"
import { graphSettings } from "./GraphSettings.ts"

/** Microsoft Learn, "Limits and specifications for Microsoft Teams": archived teams count. */
const mostTeams = 1_000
const manyTeams = 800

const Page = Schema.Struct({
  "@odata.nextLink": Schema.optionalKey(Schema.String),
  value: Schema.Array(
    Schema.Struct({ resourceProvisioningOptions: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.String))) })
  )
})
const decodePage = Schema.decodeUnknownEffect(Page)

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
  const { url, timeoutMillis } = yield* graphSettings
  const { application } = yield* EntraCredentials
  const { token } = yield* tokenFor(application, "https://graph.microsoft.com/.default")

  const read = (address: string) =>
    Effect.tryPromise(async (): Promise<unknown> => {
      const answer = await fetch(address, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMillis)
      })
      if (!answer.ok) throw new Error(`Microsoft Graph answered ${answer.status}.`)
      return await answer.json()
    }).pipe(Effect.flatMap(decodePage))

  const countTeams = Effect.fnUntraced(function* (person: string) {
    let teams = 0
    let next: string | undefined = `${url}/v1.0/users/${person}/transitiveMemberOf?$top=999`
    while (next !== undefined) {
      const page: typeof Page.Type = yield* read(next)
      teams += page.value.filter(({ resourceProvisioningOptions: options }) => options?.includes("Team")).length
      next = page["@odata.nextLink"]
    }
    return teams
  })

  return yield* Effect.forEach(people, ({ id, name }) =>
    Effect.map(countTeams(id), (teams) => teamsFinding(name, teams))
  )
}).pipe(
  Effect.orElseSucceed(() => [
    warning(about, "The teams of the standby owners can't be counted.", "See the findings above.")
  ])
)
