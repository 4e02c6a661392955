import { quoted } from "./asCurl.ts"
import { endpointOf } from "./endpointOf.ts"
import type { Request } from "./Request.ts"

/** The same as a command of incident-teams; undefined where there is none. */
export const asCommand = (server: string, request: Request): string | undefined => {
  const words = endpointOf(request).command(request)
  return words && ["incident-teams", ...words, "--server", server].map(quoted).join(" ")
}
