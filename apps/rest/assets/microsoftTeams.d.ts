import type * as teams from "@microsoft/teams-js"

declare global {
  /** What MicrosoftTeams.min.js, loaded before, leaves for us; nothing where it wasn't. */
  var microsoftTeams: typeof teams | undefined
}
