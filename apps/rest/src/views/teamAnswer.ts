import { withHeaders } from "@incident-teams/api/withHeaders"
import { oncePerVersion } from "@incident-teams/application/recent/oncePerVersion"
import type { TeamDetails } from "@incident-teams/application/use-cases/getTeam"
import { Effect } from "effect"
import { encodeAnswer } from "../contract/contractRoutes.ts"
import { teamEtag } from "./teamEtag.ts"
import { teamView } from "./teamView.ts"

/** Characters. A longer text is encoded for each request. */
const longestKept = 200_000

/** A team with its ETag, encoded. */
export const teamAnswer = oncePerVersion(
  ({ stored }: TeamDetails) => stored,
  (details) =>
    Effect.sync(() => encodeAnswer("teams", "get", withHeaders(teamView(details), { etag: teamEtag(details) }))),
  ({ encoded }) => encoded.text.length <= longestKept
)
