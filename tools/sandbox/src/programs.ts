import { hostname } from "node:os"
import { fileURLToPath } from "node:url"

/** Whether this is the repository, where sources are run. Otherwise it is the image, where packages are installed. */
export const inRepository = import.meta.url.endsWith(".ts")

const at = (source: string, installed: string): string =>
  fileURLToPath(new URL(inRepository ? source : installed, import.meta.url))

export const serverCommand = at("../../../apps/rest/src/main.ts", "../../../incident-teams-server/dist/main.js")
export const simulatorCommand = at("../../simulator/src/main.ts", "../../simulator/dist/main.js")

/** What prints a token of a sample user. A container's host name is its id. */
export const tokenCommand = (name: string): string =>
  inRepository ? `npm run -s token -- ${name}` : `docker exec ${hostname()} sandbox-token ${name}`
