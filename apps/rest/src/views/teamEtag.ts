import { createHash } from "node:crypto"
import type { TeamDetails } from "@incident-teams/application/use-cases/getTeam"

/**
 * Names what a caller may edit and nothing else: name, description, who and which groups were asked for, and who asks
 * for access. A worker's progress leaves it as it is.
 */
export const teamEtag = ({ stored: { team }, entries }: TeamDetails): string => {
  const editable = [
    team.name,
    team.description,
    entries
      .filter(({ byName }) => byName)
      .map(({ person, kind }) => [person.id, kind])
      .toSorted(byFirst),
    entries
      .filter(({ kind }) => kind === "remove")
      .map(({ person }) => person.id)
      .toSorted(),
    team.people.groups.map(({ id }) => id).toSorted(),
    team.people.accessRequests.map(({ id }) => id).toSorted()
  ]
  return `"${createHash("sha256").update(JSON.stringify(editable)).digest("hex").slice(0, 16)}"`
}

const byFirst = ([one = ""]: ReadonlyArray<string>, [other = ""]: ReadonlyArray<string>): number =>
  one < other ? -1 : one > other ? 1 : 0
