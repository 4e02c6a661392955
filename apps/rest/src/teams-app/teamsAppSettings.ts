import type { TeamsAppSettings } from "./manifest.ts"

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu

/** What the package is made from, or what is wrong with the environment and how to mend it. */
export const teamsAppSettings = (
  environment: Readonly<Record<string, string | undefined>>,
  version: string
): TeamsAppSettings | string => {
  const { PUBLIC_URL: publicUrl = "", AZURE_CLIENT_ID: clientId = "" } = environment
  if (!URL.canParse(publicUrl) || new URL(publicUrl).protocol !== "https:") {
    return `PUBLIC_URL is "${publicUrl}": set it to the public address of the server, starting with https://.`
  }
  const { hostname } = new URL(publicUrl)
  if (hostname === "localhost" || /^[\d.]+$|^\[/u.test(hostname)) {
    return `PUBLIC_URL is "${publicUrl}": Teams needs a host name that DNS can resolve.`
  }
  if (!guid.test(clientId)) {
    return `AZURE_CLIENT_ID is "${clientId}": set it to the client ID of the app registration, a GUID.`
  }
  return { publicUrl: publicUrl.replace(/\/+$/u, ""), clientId: clientId.toLowerCase(), version }
}
