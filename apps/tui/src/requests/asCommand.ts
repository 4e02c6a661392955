import type { Request } from "./Request.ts"

/** The same as a command of incident-teams; undefined where there is none. */
export const asCommand = (_request: Request): string | undefined => undefined
