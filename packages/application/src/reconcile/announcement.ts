import { sha256 } from "@incident-teams/domain/ids/sha256"
import type { TeamKey } from "@incident-teams/domain/naming/TeamKey"

/** The id of the comment that holds a team's link: always the same for one team, so that it is put only once. */
export const announcementId = (key: TeamKey): string => {
  const hex = [...sha256(`announcement ${key}`)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-"
  )
}

export const announcementText = (team: { readonly name: string; readonly link: string }): string =>
  `Incident team: ${team.name}\n${team.link}\nThe team is archived when this incident is closed, and comes back when it is reopened.`
