import { withHeaders } from "@incident-teams/api/withHeaders"
import type { TeamDetails } from "@incident-teams/application/use-cases/getTeam"
import { teamEtag } from "./teamEtag.ts"
import { teamView } from "./teamView.ts"

const made = (details: TeamDetails) => withHeaders(teamView(details), { etag: teamEtag(details) })

const known = new WeakMap<TeamDetails, ReturnType<typeof made>>()

/** A team as it is answered, with its ETag: the same object for as long as its details are. */
export const teamAnswer = (details: TeamDetails): ReturnType<typeof made> => {
  const before = known.get(details)
  if (before !== undefined) return before
  const answer = made(details)
  known.set(details, answer)
  return answer
}
