/** What the app's manifest depends on. */
export interface TeamsAppSettings {
  /** Where people reach the server, https, without a slash at the end. */
  readonly publicUrl: string
  /** Of the app registration; the app's own id, too, as both are GUIDs that nobody else has. */
  readonly clientId: string
  readonly version: string
}

export const developer = "Incident Teams"

/** Lengths that Teams takes (Microsoft 365 app manifest schema). */
export const limits = {
  shortName: 30,
  fullName: 100,
  shortDescription: 80,
  fullDescription: 4_000,
  developerName: 32
} as const

/** By which the app asks for tokens: it has to name the host that the page is on, and to be registered with the app. */
export const resourceOf = ({ publicUrl, clientId }: TeamsAppSettings): string =>
  `api://${new URL(publicUrl).host}/${clientId}`

/** The manifest of our Teams app: the Incident page as a tab of a team's channel, with sign-in by Teams itself. */
export const manifestOf = (settings: TeamsAppSettings) => {
  const { publicUrl, clientId, version } = settings
  return {
    $schema: "https://developer.microsoft.com/json-schemas/teams/v1.17/MicrosoftTeams.schema.json",
    manifestVersion: "1.17",
    version,
    id: clientId,
    developer: {
      name: developer,
      websiteUrl: publicUrl,
      privacyUrl: `${publicUrl}/docs`,
      termsOfUseUrl: `${publicUrl}/docs`
    },
    name: { short: "Incident page", full: "Incident Teams: the page of a Microsoft Sentinel incident" },
    description: {
      short: "Everything about a Microsoft Sentinel incident, in its team.",
      full:
        "Shows everything about the Microsoft Sentinel incident of a team: alerts, entities, bookmarks, comments, tasks and a" +
        " live timeline, and who is in the team. It is visible to the members of the team and to people who may read the" +
        " incident in Microsoft Sentinel."
    },
    icons: { color: "color.png", outline: "outline.png" },
    accentColor: "#4A54C4",
    configurableTabs: [
      {
        configurationUrl: `${publicUrl}/teams/configure`,
        canUpdateConfiguration: true,
        scopes: ["team"],
        context: ["channelTab"]
      }
    ],
    permissions: ["identity"],
    validDomains: [new URL(publicUrl).hostname],
    webApplicationInfo: { id: clientId, resource: resourceOf(settings) }
  }
}
