import type { Commit, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { platformTeamIdOf } from "@incident-teams/domain/team/Team"
import { Effect } from "effect"
import type { SimulatedTenant, TeamTruth } from "../../kill/SimulatedTenant.ts"

type Told = Commit["events"][number]

/** What the platform must show for an entry to be true; undefined where it does. */
const contradiction = (event: Told, truth: TeamTruth): string | undefined => {
  const succeeded = (type: string) =>
    truth.operations.some(({ operationType, status }) => operationType === type && status === "succeeded")
  if (event._tag === "Archived" && !truth.isArchived && !succeeded("archiveTeam")) return "it never was"
  if (event._tag === "Reopened" && truth.isArchived && !succeeded("unarchiveTeam")) return "it is archived"
  if (event._tag === "ChoreDone" && event.chore === "page" && truth.tabs.length === 0) return "no page is pinned"
  if (event._tag === "Renamed" && truth.displayName !== event.name) return `it is called ${truth.displayName}`
  if (event._tag === "PeopleSettled") {
    const members = new Set(truth.members.map(({ userId }) => userId))
    const wrong = event.done.find((one) => members.has(one) !== (event.kind === "add"))
    if (wrong !== undefined) return `${wrong} ${event.kind === "add" ? "isn't" : "is still"} in the team`
  }
  return undefined
}

const told = new Set<Told["_tag"]>(["Archived", "Reopened", "ChoreDone", "Renamed", "PeopleSettled"])

/** The same store, which looks at the platform before it writes that something was done there. L12 on the wire. */
export const truthful = (
  store: TeamStore["Service"],
  tenant: SimulatedTenant,
  falseAudits: Array<string>
): TeamStore["Service"] => ({
  ...store,
  commit: (expected, commit) =>
    Effect.gen(function* () {
      const entries = commit.events.filter(({ _tag }) => told.has(_tag))
      const platformTeamId = platformTeamIdOf(commit.team)
      if (entries.length > 0 && platformTeamId !== undefined) {
        const { teams } = yield* Effect.promise(() => tenant.truth())
        const truth = teams.find(({ id }) => id === platformTeamId)
        for (const event of entries) {
          const why = truth === undefined ? "there is no such team" : contradiction(event, truth)
          if (why !== undefined) falseAudits.push(`${event._tag} is recorded, but ${why}`)
        }
      }
      return yield* store.commit(expected, commit)
    })
})
